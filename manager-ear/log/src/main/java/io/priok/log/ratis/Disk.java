package io.priok.log.ratis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Forcing files and directories to disk. Java opens a directory for reading on Linux, which fsync accepts. */
final class Disk {
    private Disk() {}

    static void force(Path fileOrDirectory) throws IOException {
        try (FileChannel channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Forces everything below a directory, then the directory. Does nothing when it does not exist. */
    static void forceTree(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        for (Path child : list(directory)) {
            if (Files.isDirectory(child)) {
                forceTree(child);
            } else {
                force(child);
            }
        }
        force(directory);
    }

    static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
