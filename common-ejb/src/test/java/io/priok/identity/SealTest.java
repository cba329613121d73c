package io.priok.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SealTest {
    private final SecureRandom random = new SecureRandom();
    private final Seal seal = Seal.ofToken("0123456789abcdefghijklmno");

    @Test
    void opensWhatItClosed() {
        assertThat(seal.open(seal.close("a state key", "join", random), "join")).isEqualTo("a state key");
    }

    @Test
    void closesTheSameTextDifferentlyEachTime() {
        assertThat(seal.close("x", "join", random)).isNotEqualTo(seal.close("x", "join", random));
    }

    @Test
    void opensForItsContextAlone() {
        String closed = seal.close("a state key", "join", random);
        assertThatThrownBy(() -> seal.open(closed, "other")).isInstanceOf(BrokenSeal.class);
    }

    @Test
    void doesNotOpenUnderAnotherSecret() {
        String closed = seal.close("a state key", "join", random);
        assertThatThrownBy(() -> Seal.ofToken("z").open(closed, "join")).isInstanceOf(BrokenSeal.class);
        assertThatThrownBy(() -> seal.open("AAAA", "join")).isInstanceOf(BrokenSeal.class);
        assertThatThrownBy(() -> seal.open("not base64!", "join")).isInstanceOf(BrokenSeal.class);
    }

    @Test
    void provesOneTextAlone() {
        String proof = seal.proof("let me in");
        assertThat(seal.proves("let me in", proof)).isTrue();
        assertThat(seal.proves("let me out", proof)).isFalse();
        assertThat(Seal.ofToken("z").proves("let me in", proof)).isFalse();
    }

    @Test
    void takesATokenApart() throws Exception {
        TokenSource source = new TokenSource(new RandomIds(new Random(7)));
        for (int i = 0; i < 200; i++) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(new byte[] {(byte) i});
            String token = source.token(digest);
            assertThat(JoinToken.parse(token)).hasValueSatisfying(parts -> {
                assertThat(parts.digest()).isEqualTo(HexFormat.of().formatHex(digest));
                assertThat(token).endsWith("-" + parts.secret());
            });
        }
        assertThat(JoinToken.parse("garbage")).isEmpty();
        assertThat(JoinToken.parse("SWMTKN-1-x-y")).isEmpty();
    }
}
