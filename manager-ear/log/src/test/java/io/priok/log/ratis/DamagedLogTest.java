package io.priok.log.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.log.Eventually;
import io.priok.log.Journal;
import io.priok.log.LogConfig;
import io.priok.log.LogException;
import io.priok.log.LogException.Kind;
import io.priok.log.LogLimits;
import io.priok.log.LogMember;
import io.priok.log.LogStatus.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a member does when its files are not what it wrote. */
class DamagedLogTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final AtomicInteger PORTS = new AtomicInteger(22_300);

    @TempDir
    Path directory;

    private final LogMember self = new LogMember("a", "127.0.0.1", PORTS.incrementAndGet());

    private RatisLog open(Journal state, boolean begin) throws Exception {
        LogConfig config =
                begin ? LogConfig.bootstrap(directory, self, "test") : LogConfig.join(directory, self, "test");
        return RatisLog.open(config.withLimits(LogLimits.standard().withSegmentBytes(16 << 10)), state);
    }

    /** Forty entries of 1 KB: two closed files and an open one. */
    private Journal written() throws Exception {
        Journal state = new Journal();
        try (RatisLog log = open(state, true)) {
            Eventually.await("leads", SOON, () -> log.status().role() == Role.LEADER);
            for (int i = 0; i < 40; i++) {
                log.append(("e" + i + " " + "x".repeat(1_000)).getBytes(StandardCharsets.UTF_8))
                        .get(10, TimeUnit.SECONDS);
            }
        }
        return state;
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> SegmentFile.of(path).isPresent())
                    .sorted(Comparator.comparingLong(
                            path -> SegmentFile.of(path).orElseThrow().first()))
                    .toList();
        }
    }

    private Path openSegment() throws IOException {
        List<Path> all = segments();
        return all.get(all.size() - 1);
    }

    private interface Wound {
        byte[] make(byte[] content);
    }

    private static void change(Path file, Wound wound) throws IOException {
        Files.write(file, wound.make(Files.readAllBytes(file)));
    }

    private static byte[] flip(byte[] content, int at) {
        content[at] ^= 0x55;
        return content;
    }

    private void refuses(Journal state, String... words) {
        assertThatThrownBy(() -> open(state, false).close())
                .isInstanceOfSatisfying(
                        LogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED))
                .hasMessageContainingAll(words);
    }

    private void startsWith(Journal state, Journal whole) throws Exception {
        try (RatisLog log = open(state, false)) {
            Eventually.await("leads", SOON, () -> log.status().role() == Role.LEADER);
            assertThat(state.entries()).isEqualTo(whole.entries());
            log.append("more".getBytes(StandardCharsets.UTF_8)).get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aFlippedByteInAClosedFileIsFound() throws Exception {
        written();
        Path first = segments().get(0);
        change(first, content -> flip(content, content.length / 2));

        refuses(new Journal(), first.toString(), "cannot be read");
    }

    @Test
    void aFlippedByteInTheMiddleOfTheOpenFileIsFoundByWhatFollows() throws Exception {
        written();
        change(openSegment(), content -> flip(content, 1_500));

        refuses(new Journal(), openSegment().toString(), "was committed");
    }

    @Test
    void aLengthThatPointsBeyondTheEndIsNotTakenForATornTail() throws Exception {
        written();
        // The first entry's length, a varint behind the header.
        change(openSegment(), content -> {
            content[8] = (byte) 0xff;
            content[9] = (byte) 0xff;
            content[10] = 0x7f;
            return content;
        });

        refuses(new Journal(), openSegment().toString(), "was committed");
    }

    @Test
    void aTailThatTheStateHoldsTheEffectOfIsMissed() throws Exception {
        Journal state = written();
        change(openSegment(), content -> Arrays.copyOf(content, 2_000));

        refuses(state, "was committed");
    }

    @Test
    void anOpenFileThatIsGoneIsMissed() throws Exception {
        Journal state = written();
        Files.delete(openSegment());

        refuses(state, "was applied here");
    }

    @Test
    void aTornLastWriteIsCutOff() throws Exception {
        Journal state = written();
        // Length and some of the entry, then what was allocated ahead.
        byte[] torn = {(byte) 0x84, 0x08, 0x08, 0x01, 0x10, 0x63, 0x55, 0x55, 0x55};
        change(openSegment(), content -> {
            byte[] longer = Arrays.copyOf(content, content.length + 4_096);
            System.arraycopy(torn, 0, longer, content.length, torn.length);
            return longer;
        });

        startsWith(new Journal(), state);
    }

    @Test
    void aClosedFileThatIsGoneIsMissed() throws Exception {
        written();
        Files.delete(segments().get(1));

        refuses(new Journal(), "before it are missing");
    }

    @Test
    void aTermThatWentBackIsFound() throws Exception {
        written();
        Path meta = openSegment().resolveSibling("raft-meta");
        Files.writeString(meta, "term=0\nvotedFor=a\n");

        refuses(new Journal(), meta.toString(), "term");
    }

    @Test
    void aLogThatVanishedUnderItsStateIsMissed() throws Exception {
        Journal state = written();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }

        refuses(state, "was applied here");
    }

    @Test
    void soundFilesAreReadWithTheirStateOrWithout() throws Exception {
        Journal state = written();

        startsWith(new Journal(), state);
    }
}
