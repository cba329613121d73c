package io.priok.log;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A file system of its own of a few megabytes, ext4 on a loop device, that can be filled and turned read-only. Needs root. */
public final class SmallDisk implements AutoCloseable {
    private final Path image;
    private final Path root;

    private SmallDisk(Path image, Path root) {
        this.image = image;
        this.root = root;
    }

    /** Skips the test where file systems cannot be mounted. */
    public static SmallDisk mount(Path directory, int megabytes) throws IOException {
        Path image = directory.resolve("disk.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) megabytes << 20);
        }
        Path root = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString()) == 0 && run(mounting(image, root)) == 0,
                "skipped: a small file system cannot be mounted here (root is needed)");
        return new SmallDisk(image, root);
    }

    public Path root() {
        return root;
    }

    /** Leaves no byte: first in large steps, then in small ones. */
    public void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(root.resolve("filler"))) {
            for (int step : List.of(1 << 16, 1 << 10, 1)) {
                boolean more = true;
                while (more) {
                    more = written(filler, step);
                }
            }
        }
    }

    private static boolean written(OutputStream filler, int bytes) {
        try {
            filler.write(new byte[bytes]);
            return true;
        } catch (IOException full) {
            return false;
        }
    }

    public void makeRoom() throws IOException {
        Files.delete(root.resolve("filler"));
    }

    /**
     * What the kernel does with a device that fails. Skips the test where it cannot be asked for. An ordinary change of the mount would be
     * refused while files are open.
     */
    public void readOnly() throws IOException {
        assumeTrue(
                run("mount", "-o", "remount,abort", root.toString()) == 0,
                "skipped: a disk cannot be made to fail here");
    }

    /** Whoever had files open there has closed them, or will within the time. */
    public void repair() throws Exception {
        Eventually.await("unmounted", Duration.ofSeconds(30), () -> run("umount", root.toString()) == 0);
        run("e2fsck", "-p", image.toString());
        must(mounting(image, root));
    }

    @Override
    public void close() throws IOException {
        run("umount", "-l", root.toString());
    }

    private static String[] mounting(Path image, Path root) {
        return new String[] {"mount", "-o", "loop,errors=remount-ro", image.toString(), root.toString()};
    }

    private static void must(String... command) throws IOException {
        if (run(command) != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }

    private static int run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.onExit().join().exitValue();
    }
}
