package io.priok.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.domain.Refusal;
import io.priok.json.Json;
import io.priok.json.MalformedJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where who administers the host asks for what no network is to offer: files in the state directory, which nobody else can read.
 * An ask is {@code operator/NAME.ask}; its answer {@code operator/NAME.answer}; what either has to hand over is
 * {@code operator/NAME.backup}.
 *
 * <p>An ask goes when its answer is there. So one that was taken up and not finished, because the server ended, is taken up again.
 */
final class OperatorDoor {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorDoor.class);
    private static final String ASK = ".ask";

    /**
     * @param command {@code backup}, {@code restore}, {@code held} or {@code release}
     * @param advertiseAddress of a restored manager; empty for that in the backup
     * @param discardNewer true to restore without waiting for a word on what is newer
     */
    public record Ask(String command, String advertiseAddress, boolean discardNewer) {
        public Ask {
            advertiseAddress = advertiseAddress == null ? "" : advertiseAddress;
        }
    }

    /**
     * @param ok false when nothing was changed
     * @param text lines for the operator
     * @param held true while a restored swarm waits for a word
     */
    public record Answer(boolean ok, boolean held, List<String> text) {}

    /** Does what is asked. */
    interface Works {
        /** @param file to write, or to read; beside the ask */
        Answer does(Ask ask, Path file);
    }

    private final Path directory;
    private final Works works;

    OperatorDoor(Path stateDirectory, Works works) {
        this.directory = stateDirectory.resolve("operator");
        this.works = works;
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + directory, e);
        }
    }

    boolean isAsked() {
        return !asks().isEmpty();
    }

    /** Answers all that are there, one after the other, on the caller's thread. */
    void look() {
        for (Path ask : asks()) {
            String name = ask.getFileName().toString();
            answer(ask, directory.resolve(name.substring(0, name.length() - ASK.length())));
        }
    }

    private List<Path> asks() {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(path -> path.getFileName().toString().matches("[0-9a-z]+\\.ask"))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + directory, e);
        }
    }

    private void answer(Path ask, Path name) {
        Answer answer;
        try {
            Optional<Ask> asked = read(ask);
            if (asked.isEmpty()) {
                return;
            }
            answer = works.does(asked.get(), Path.of(name + ".backup"));
        } catch (Refusal | MalformedJson e) {
            answer = new Answer(false, false, List.of(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.error("PRIOK3080E: what the operator asked for failed", e);
            answer = new Answer(false, false, List.of(String.valueOf(e.getMessage())));
        }
        try {
            StateFiles.write(Path.of(name + ".answer"), Json.bytes(answer));
        } finally {
            forget(ask);
        }
    }

    private static Optional<Ask> read(Path ask) {
        try {
            return Optional.of(Json.read(Files.readString(ask, UTF_8), Ask.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Refusal.plain(
                    Refusal.Kind.INVALID_ARGUMENT,
                    "the server cannot read what was asked, " + ask + ": " + e.getMessage());
        }
    }

    private static void forget(Path ask) {
        try {
            Files.deleteIfExists(ask);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + ask, e);
        }
    }
}
