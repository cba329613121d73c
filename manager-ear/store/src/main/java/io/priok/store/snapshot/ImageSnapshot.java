package io.priok.store.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.domain.NodeId;
import io.priok.domain.ObjectKind;
import io.priok.domain.StateObject;
import io.priok.image.AppliedId;
import io.priok.image.Image;
import io.priok.json.Json;
import io.priok.store.document.Documents;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes and reads an image as gzipped lines of JSON: a head with the format's version and the image's index, a line for each
 * object and each applied id, and a tail with their number and the SHA-256 of all that came before.
 *
 * <p>Each line begins with a letter for its kind: {@code H}, {@code O}, {@code A}, {@code T}. A reader refuses a version that it
 * does not know.
 */
public final class ImageSnapshot {
    private static final String FORMAT = "priok-image";
    private static final int VERSION = 1;

    private final Documents documents;

    public ImageSnapshot(Documents documents) {
        this.documents = documents;
    }

    /** Writes all of the image; flushes, does not close. */
    public void write(Image image, OutputStream out) throws IOException {
        GZIPOutputStream zipped = new GZIPOutputStream(out, 64 * 1024);
        MessageDigest digest = sha256();
        String leader = image.leader().map(NodeId::value).orElse(null);
        line('H', new Lines.Head(FORMAT, VERSION, image.index(), image.term(), leader), zipped, digest);
        List<StateObject> objects = image.objects();
        for (StateObject object : objects) {
            Lines.Item item = new Lines.Item(
                    object.kind().name().toLowerCase(Locale.ROOT), object.id().value(), documents.write(object));
            line('O', item, zipped, digest);
        }
        List<AppliedId> recent = image.recentIds();
        for (AppliedId applied : recent) {
            line('A', new Lines.Applied(applied.id(), applied.index()), zipped, digest);
        }
        String sum = HexFormat.of().formatHex(digest.digest());
        line('T', new Lines.Tail(objects.size(), recent.size(), sum), zipped, digest);
        zipped.finish();
        out.flush();
    }

    /**
     * Reads to the end of the snapshot; does not close.
     *
     * @throws CorruptSnapshot when the stream is anything but a whole snapshot
     */
    public Image read(InputStream in) throws IOException {
        try {
            return new Reading().image(new BufferedReader(new InputStreamReader(new GZIPInputStream(in), UTF_8)));
        } catch (CorruptSnapshot e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Lines are read before the sum at the end is known to be right, so there may be anything in them.
            throw new CorruptSnapshot("the snapshot cannot be read: " + e.getMessage(), e);
        }
    }

    private static void line(char kind, Object value, OutputStream out, MessageDigest digest) throws IOException {
        byte[] line = (kind + Json.write(value) + "\n").getBytes(UTF_8);
        digest.update(line);
        out.write(line);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a Java platform without SHA-256", e);
        }
    }

    /** One pass over a stream. */
    private final class Reading {
        private final MessageDigest digest = sha256();
        private final List<StateObject> objects = new ArrayList<>();
        private final List<AppliedId> applied = new ArrayList<>();

        Image image(BufferedReader in) throws IOException {
            Lines.Head head = head(in);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("T")) {
                    check(Json.read(line.substring(1), Lines.Tail.class));
                    // Reading on to the end also has the archive check its own sum.
                    if (in.readLine() != null) {
                        throw new CorruptSnapshot("the snapshot goes on after its end");
                    }
                    NodeId leader = head.leader() == null ? null : new NodeId(head.leader());
                    return Image.restore(head.index(), head.term(), leader, objects, applied);
                }
                digest(line);
                take(line);
            }
            throw new CorruptSnapshot("the snapshot is cut off after " + objects.size() + " objects");
        }

        private Lines.Head head(BufferedReader in) throws IOException {
            String line = in.readLine();
            if (line == null || !line.startsWith("H")) {
                throw new CorruptSnapshot("not a snapshot");
            }
            Lines.Head head = Json.read(line.substring(1), Lines.Head.class);
            if (!FORMAT.equals(head.format()) || head.version() != VERSION) {
                throw new CorruptSnapshot(
                        "a snapshot of format " + head.format() + " " + head.version() + ", this reads " + VERSION);
            }
            digest(line);
            return head;
        }

        private void take(String line) throws CorruptSnapshot {
            if (line.startsWith("O")) {
                Lines.Item item = Json.read(line.substring(1), Lines.Item.class);
                ObjectKind kind = ObjectKind.valueOf(item.kind().toUpperCase(Locale.ROOT));
                objects.add(documents.read(kind, item.id(), item.document()));
            } else if (line.startsWith("A")) {
                Lines.Applied id = Json.read(line.substring(1), Lines.Applied.class);
                applied.add(new AppliedId(id.transaction(), id.index()));
            } else {
                throw new CorruptSnapshot("an unknown line in the snapshot");
            }
        }

        private void digest(String line) {
            digest.update(line.getBytes(UTF_8));
            digest.update((byte) '\n');
        }

        private void check(Lines.Tail tail) throws CorruptSnapshot {
            String sum = HexFormat.of().formatHex(digest.digest());
            if (tail.objects() != objects.size() || tail.applied() != applied.size() || !sum.equals(tail.sha256())) {
                throw new CorruptSnapshot("the snapshot's checksum is wrong");
            }
        }
    }
}
