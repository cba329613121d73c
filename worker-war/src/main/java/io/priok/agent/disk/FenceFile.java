package io.priok.agent.disk;

import io.priok.agent.Fence;
import io.priok.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The fence in a file of its own, because it must be certain before a term is obeyed. */
public final class FenceFile implements Fence {
    static final String NAME = "fence.json";

    private final Path file;

    /** @param directory made if it is not there */
    public FenceFile(Path directory) {
        this.file = directory.resolve(NAME);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Mark> load() {
        try {
            return Files.exists(file) ? Optional.of(Json.read(Files.readAllBytes(file), Mark.class)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void save(Mark mark) {
        try {
            SafeFile.replace(file, Json.bytes(mark));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void clear() {
        try {
            SafeFile.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
