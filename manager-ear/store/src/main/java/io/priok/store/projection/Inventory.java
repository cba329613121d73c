package io.priok.store.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.domain.StateObject;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A number over which objects the tables hold, each in which version, and how far they are: kept in the row of the progress, changed by
 * each batch, compared when the tables are read. A row that is lost, or comes back, shows; what is within a row its document's own
 * checksum sees to.
 *
 * <p>A sum, so that a batch adds and takes away without reading.
 */
final class Inventory {
    private Inventory() {}

    static long of(StateObject object) {
        return hash(object.kind() + " " + object.id().value() + " " + object.version());
    }

    static long of(Iterable<StateObject> objects) {
        long sum = 0;
        for (StateObject object : objects) {
            sum += of(object);
        }
        return sum;
    }

    /** @param objects the sum over all objects */
    static long with(long objects, ProgressEntity progress) {
        return objects + hash("at " + progress.logIndex + " " + progress.term + " " + progress.leader);
    }

    /** The sum over all objects that the progress tells of. */
    static long objects(ProgressEntity progress, long total) {
        return total - with(0, progress);
    }

    private static long hash(String text) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a Java platform without SHA-256", e);
        }
    }
}
