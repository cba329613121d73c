package io.priok.log.ratis;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;

/** Finds out whether a directory takes what a log writes, by writing it. */
public final class DiskRoom {
    /** The largest entry, and some. A disk with less room would be full again at once. */
    private static final int BYTES = 5 << 20;

    private static final int BLOCK = 1 << 18;

    private DiskRoom() {}

    /**
     * What is wrong with the directory's file system and what mends it, in a sentence that begins with a small letter; empty when it takes and
     * forces a few megabytes.
     */
    public static Optional<String> trouble(Path directory) {
        Path file = directory.resolve("room.tmp");
        try {
            Files.createDirectories(directory);
            try (FileChannel out = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                for (int left = BYTES; left > 0; left -= BLOCK) {
                    ByteBuffer block = ByteBuffer.allocate(Math.min(left, BLOCK));
                    while (block.hasRemaining()) {
                        out.write(block);
                    }
                }
                out.force(true);
            } finally {
                Files.deleteIfExists(file);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(words(directory, e));
        }
    }

    /** The same sentence for a failure that has happened already. */
    public static String words(Path directory, IOException failure) {
        String reason = failure instanceof FileSystemException known && known.getReason() != null
                ? known.getReason()
                : String.valueOf(failure.getMessage());
        return "nothing can be written to " + directory + ": " + reason + "; " + mend(reason.toLowerCase(Locale.ROOT));
    }

    private static String mend(String reason) {
        if (reason.contains("no space left") || reason.contains("quota")) {
            return "free some space on that file system";
        }
        if (reason.contains("read-only")) {
            return "make that file system writable again";
        }
        return "see to that disk";
    }
}
