package io.priok.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.json.Json;
import io.priok.json.MalformedJson;
import io.priok.log.LogException;
import io.priok.message.LocalNode;
import io.priok.message.RoleOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The small files of the state directory: what this server is in a swarm, and where the managers are. Written whole: to a new file,
 * forced to disk, renamed. Readable by their owner alone.
 */
final class StateFiles {
    /** Read by the resource adapter: one {@code host:port} of a broker a line. */
    static final String MANAGERS = "managers";

    /** Read by the resource adapter, too. */
    static final String BROKER_SECRET = "broker.secret";

    private static final String ASIDE = "log.damaged.";

    private final Path dir;

    StateFiles(Path dir) {
        this.dir = dir;
        try {
            Files.createDirectories(dir);
            Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use state directory " + dir, e);
        }
    }

    /** @throws LogException of kind {@code DAMAGED} when there is something that cannot be read */
    Optional<LocalNode> localNode() {
        try {
            return Optional.of(Json.read(Files.readAllBytes(dir.resolve(LocalNode.FILE)), LocalNode.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (MalformedJson e) {
            throw new LogException(
                    LogException.Kind.DAMAGED,
                    dir.resolve(LocalNode.FILE)
                            + " is damaged, so this server does not know which node of the swarm it is: put that file back"
                            + " from a backup, or leave the swarm with --force and join it anew",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void writeLocalNode(LocalNode node) {
        write(dir.resolve(LocalNode.FILE), Json.bytes(node));
    }

    void writeManagers(List<String> addresses) {
        write(dir.resolve(MANAGERS), (String.join("\n", addresses) + "\n").getBytes(UTF_8));
    }

    List<String> managers() {
        try {
            return Files.readAllLines(dir.resolve(MANAGERS)).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The secret by which brokers and agents know each other; made at the first start. */
    String brokerSecret() {
        Path file = dir.resolve(BROKER_SECRET);
        try {
            if (!Files.exists(file)) {
                byte[] secret = new byte[32];
                new SecureRandom().nextBytes(secret);
                write(file, HexFormat.of().formatHex(secret).getBytes(UTF_8));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Takes the secret of the cluster that this host joins. */
    void adoptBrokerSecret(String secret) {
        write(dir.resolve(BROKER_SECRET), secret.getBytes(UTF_8));
    }

    /** Makes the key under which a new swarm's state lies on disk. */
    SecretKey newStateKey(SecureRandom random) {
        byte[] fresh = new byte[32];
        random.nextBytes(fresh);
        adoptStateKey(HexFormat.of().formatHex(fresh));
        return stateKey();
    }

    /** @param key in hexadecimal digits */
    void adoptStateKey(String key) {
        write(stateKeyFile(), key.getBytes(UTF_8));
    }

    /** The key under which the swarm's state lies on disk. It is never made anew: nothing would open with another. */
    SecretKey stateKey() {
        Path file = stateKeyFile();
        try {
            if (!Files.exists(file)) {
                throw new LogException(
                        LogException.Kind.DAMAGED,
                        file + " is missing, and without it nothing of the state can be read");
            }
            return new SecretKeySpec(
                    HexFormat.of().parseHex(Files.readString(file).strip()), "AES");
        } catch (IllegalArgumentException e) {
            throw new LogException(LogException.Kind.DAMAGED, file + " is damaged: it is not a key", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private Path stateKeyFile() {
        return dir.resolve("manager").resolve("state.key");
    }

    /** From now on this node is in no swarm, whatever else is still on disk. The agent sees it and cleans up. */
    void forgetNode() {
        delete(LocalNode.FILE);
    }

    /**
     * Forgets the swarm, all but the database, which its driver may hold open: first the file that says the node is in one, so that a crash half-way leaves rubbish
     * but no lie.
     */
    void forget() {
        forgetNode();
        forgetManager();
        for (String part : List.of(
                MANAGERS, BROKER_SECRET, MemberFiles.NODE_KEY, MemberFiles.OFFICE, RoleOrder.FILE, "certificates")) {
            delete(part);
        }
    }

    /**
     * Puts the log out of the way, for whoever wants to know what became of it. Only the last such log is kept. The rest of what a manager
     * has is of no use without it, and goes when the next office begins.
     */
    void putLogAside(Instant now) {
        Path manager = dir.resolve("manager");
        try {
            try (Stream<Path> before = Files.list(manager)) {
                for (Path old : before.filter(
                                path -> path.getFileName().toString().startsWith(ASIDE))
                        .toList()) {
                    deleteTree(old);
                }
            }
            if (Files.exists(manager.resolve("log"))) {
                Files.move(manager.resolve("log"), manager.resolve(ASIDE + now.toEpochMilli()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot put the damaged log in " + manager + " aside", e);
        }
    }

    /** Forgets what a manager has and a worker has not, all but the database. */
    void forgetManager() {
        logs().forEach(log -> delete("manager/" + log));
        for (String part : List.of("cache", "state.key", MemberFiles.PEERS, MemberFiles.FORMER)) {
            delete("manager/" + part);
        }
        delete("certificates/" + RootCertificate.KEY);
    }

    /** Forgets the logs of other incarnations than the present one. */
    void forgetLogsBut(Path present) {
        logs().stream()
                .filter(log -> !dir.resolve("manager").resolve(log).equals(present))
                .forEach(log -> delete("manager/" + log));
    }

    private List<String> logs() {
        try (Stream<Path> all = Files.list(dir.resolve("manager"))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.equals("log") || name.startsWith("log-"))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + dir, e);
        }
    }

    /** Makes the names of all that is below a directory, and its own, outlive a loss of power; contents are their writers' business. */
    static void forceDirectories(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : Stream.concat(
                            all.filter(Files::isDirectory),
                            Stream.of(root.toAbsolutePath().getParent()))
                    .toList()) {
                try (FileChannel channel = FileChannel.open(path)) {
                    channel.force(true);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot force " + root, e);
        }
    }

    private void delete(String part) {
        try {
            deleteTree(dir.resolve(part));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear " + dir, e);
        }
    }

    static void write(Path file, byte[] content) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(fresh);
            try (FileChannel channel = FileChannel.open(
                    fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel parent = FileChannel.open(file.toAbsolutePath().getParent())) {
                parent.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
