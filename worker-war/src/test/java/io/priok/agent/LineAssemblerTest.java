package io.priok.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.priok.message.LogChunk.Line;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineAssemblerTest {
    private static final String STAMP = "2026-11-23T08:00:01.123456789Z";

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(Line line) {
        return new String(Base64.getDecoder().decode(line.data()), UTF_8);
    }

    @Test
    void takesAFrameAsALine() {
        List<Line> lines = new LineAssembler(null, null).take(2, bytes(STAMP + " oh no\n"));
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).stream()).isEqualTo(2);
        assertThat(lines.get(0).at()).isEqualTo(Instant.parse(STAMP));
        assertThat(text(lines.get(0))).isEqualTo("oh no\n");
    }

    @Test
    void keepsAnEmptyLine() {
        assertThat(text(new LineAssembler(null, null)
                        .take(1, bytes(STAMP + " \n"))
                        .get(0)))
                .isEqualTo("\n");
    }

    @Test
    void cutsRawOutputAtItsLineEndsWhereverItWasSplit() {
        LineAssembler assembler = new LineAssembler(null, null);
        assertThat(assembler.take(LineAssembler.RAW, bytes(STAMP.substring(0, 9))))
                .isEmpty();
        List<Line> lines = assembler.take(
                LineAssembler.RAW, bytes(STAMP.substring(9) + " a\r\n" + STAMP + " b\r\n" + STAMP + " c"));
        assertThat(lines).extracting(LineAssemblerTest::text).containsExactly("a\r\n", "b\r\n");
        assertThat(assembler.rest()).extracting(LineAssemblerTest::text).containsExactly("c");
    }

    @Test
    void leavesOutWhatIsBeforeSinceOrAfterUntil() {
        LineAssembler assembler =
                new LineAssembler(Instant.parse("2026-11-23T08:00:01Z"), Instant.parse("2026-11-23T08:00:02Z"));
        assertThat(assembler.take(1, bytes("2026-11-23T08:00:00.9Z early\n"))).isEmpty();
        assertThat(assembler.take(1, bytes("2026-11-23T08:00:01Z right\n"))).hasSize(1);
        assertThat(assembler.take(1, bytes("2026-11-23T08:00:02.1Z late\n"))).isEmpty();
    }
}
