package io.priok.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class EntrySealTest {
    private final EntrySeal seal = seal(1);

    @Test
    void opensWhatItSealed() {
        byte[] entry = "{\"Data\":\"c2VjcmV0\"}".getBytes(UTF_8);
        assertThat(seal.open(seal.seal(entry))).isEqualTo(entry);
    }

    @Test
    void hidesTheEntryAndTheFactThatTwoAreEqual() {
        byte[] entry = "the same secret".getBytes(UTF_8);
        byte[] sealed = seal.seal(entry);
        assertThat(new String(sealed, UTF_8)).doesNotContain("secret");
        assertThat(seal.seal(entry)).isNotEqualTo(sealed);
    }

    @Test
    void refusesWhatWasAlteredOrSealedUnderAnotherKey() {
        byte[] sealed = seal.seal(new byte[100]);
        assertThatThrownBy(() -> seal(2).open(sealed)).isInstanceOf(IllegalStateException.class);
        sealed[50] ^= 1;
        assertThatThrownBy(() -> seal.open(sealed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> seal.open(new byte[3])).isInstanceOf(IllegalStateException.class);
    }

    private static EntrySeal seal(int key) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) key;
        return new EntrySeal(new SecretKeySpec(bytes, "AES"), new SecureRandom());
    }
}
