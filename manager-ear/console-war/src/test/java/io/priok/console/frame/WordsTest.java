package io.priok.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static final Instant NOW = Scene.NOW;

    @Test
    void saysAgesInOneUnit() {
        assertThat(Words.age(NOW.minusSeconds(59), NOW)).isEqualTo("59 s");
        assertThat(Words.age(NOW.minusSeconds(61), NOW)).isEqualTo("1 min");
        assertThat(Words.age(NOW.minusSeconds(7_200), NOW)).isEqualTo("2 h");
        assertThat(Words.age(NOW.minusSeconds(200_000), NOW)).isEqualTo("2 d");
    }

    @Test
    void takesClocksThatDisagreeForNow() {
        assertThat(Words.age(NOW.plusSeconds(3), NOW)).isEqualTo("0 s");
    }

    @Test
    void saysAmountsAsTheCommandLineDoes() {
        assertThat(Words.bytes(25_276_063_744L)).isEqualTo("23.5 GiB");
        assertThat(Words.bytes(0)).isEmpty();
        assertThat(Words.cpus(2_000_000_000L)).isEqualTo("2");
        assertThat(Words.cpus(500_000_000L)).isEqualTo("0.5");
    }

    @Test
    void quotesWhatAShellWouldReadOtherwise() {
        assertThat(DockerCommand.of("service", "create", "--env", "A=b c", "--name", "it's", "demo:1")
                        .line())
                .isEqualTo("docker service create --env 'A=b c' --name 'it'\\''s' demo:1");
    }
}
