package io.priok.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.StateObject;
import io.priok.image.Image;
import io.priok.store.document.Documents;
import java.security.SecureRandom;
import javax.crypto.spec.SecretKeySpec;

/** What several tests need. */
public final class Fixtures {
    private Fixtures() {}

    public static Documents documents() {
        return documents(7);
    }

    public static Documents documents(int key) {
        return new Documents(
                new SecretKeySpec(new byte[] {(byte) key, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, "AES"),
                new SecureRandom());
    }

    public static void assertSame(Image actual, Image expected) {
        assertThat(actual.index()).isEqualTo(expected.index());
        assertThat(actual.term()).isEqualTo(expected.term());
        assertThat(actual.leader()).isEqualTo(expected.leader());
        for (StateObject object : expected.objects()) {
            assertThat(actual.object(object.id())).contains(object);
        }
        assertThat(actual.objects()).hasSameSizeAs(expected.objects());
        assertThat(actual.recentIds()).isEqualTo(expected.recentIds());
    }
}
