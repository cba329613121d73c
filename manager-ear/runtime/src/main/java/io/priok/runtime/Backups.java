package io.priok.runtime;

import io.priok.domain.Refusal;
import io.priok.image.Image;
import io.priok.json.Json;
import io.priok.json.MalformedJson;
import io.priok.message.LocalNode;
import io.priok.message.ManagerSecrets.Peer;
import io.priok.store.document.Documents;
import io.priok.store.snapshot.CorruptSnapshot;
import io.priok.store.snapshot.ImageSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is in a backup: the state at one index of the log, and the files that make this host the manager that it is. Not the history
 * of tasks, the events and the audit trail, which are the database's.
 */
final class Backups {
    private static final String STATE_KEY = "state.key";
    private static final String ROOT_CERTIFICATE = "swarm-root-ca.crt";

    private final Settings settings;
    private final Environment environment;
    private final StateFiles files;

    Backups(Settings settings, Environment environment, StateFiles files) {
        this.settings = settings;
        this.environment = environment;
        this.files = files;
    }

    /**
     * A backup that was read and found sound.
     *
     * @param directory with its files as they are to be
     * @param node the manager that made it
     */
    record Sound(Path directory, BackupFile.Manifest manifest, LocalNode node, Image image, SecretKey key) {
        /** Managers at that time, but for the one that made it. */
        List<Peer> former() {
            return Peers.others(Peers.of(image), node.nodeId());
        }

        String text(String part) {
            try {
                return Files.readString(directory.resolve(part));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Writes what this manager holds now. It goes on meanwhile: the image is of one moment, and does not change. */
    BackupFile.Manifest write(Path file, LocalNode node, Image image) {
        Documents documents = new Documents(files.stateKey(), environment.random());
        Path state = settings.stateDir();
        Map<String, BackupFile.Part> parts = new LinkedHashMap<>();
        parts.put(BackupFile.IMAGE, out -> new ImageSnapshot(documents).write(image, out));
        parts.put(LocalNode.FILE, out -> out.write(Json.bytes(node)));
        parts.put(STATE_KEY, copy(state.resolve("manager").resolve(STATE_KEY)));
        parts.put(StateFiles.BROKER_SECRET, copy(state.resolve(StateFiles.BROKER_SECRET)));
        parts.put(MemberFiles.NODE_KEY, copy(state.resolve(MemberFiles.NODE_KEY)));
        parts.put(ROOT_CERTIFICATE, copy(settings.certificatesDir().resolve(ROOT_CERTIFICATE)));
        parts.put(RootCertificate.KEY, copy(settings.certificatesDir().resolve(RootCertificate.KEY)));
        var about = new BackupFile.Manifest(
                "",
                0,
                environment.clock().instant(),
                node.clusterId(),
                node.nodeId(),
                image.node(node.nodeId()).map(io.priok.domain.Node::hostname).orElse(""),
                image.index(),
                Map.of());
        try {
            BackupFile.write(file, about, parts);
            return about;
        } catch (IOException e) {
            throw Refusal.plain(
                    Refusal.Kind.FAILED_PRECONDITION,
                    "the backup cannot be written to " + file + ": " + e.getMessage());
        }
    }

    private static BackupFile.Part copy(Path file) {
        return out -> Files.copy(file, out);
    }

    /**
     * Reads all of a backup; changes nothing outside the given directory.
     *
     * @param into an empty directory
     */
    Sound read(Path file, Path into) {
        try {
            BackupFile.Manifest manifest = BackupFile.unfold(file, into);
            LocalNode node = Json.read(Files.readAllBytes(into.resolve(LocalNode.FILE)), LocalNode.class);
            SecretKey key = new SecretKeySpec(
                    HexFormat.of()
                            .parseHex(Files.readString(into.resolve(STATE_KEY)).strip()),
                    "AES");
            try (var in = Files.newInputStream(into.resolve(BackupFile.IMAGE))) {
                Image image = new ImageSnapshot(new Documents(key, environment.random())).read(in);
                return new Sound(into, manifest, node, image, key);
            }
        } catch (BackupFile.Unusable e) {
            throw refused(String.valueOf(e.getMessage()));
        } catch (CorruptSnapshot | MalformedJson | IllegalArgumentException e) {
            throw refused("the backup is damaged: " + e.getMessage());
        } catch (IOException e) {
            throw refused("the backup cannot be unfolded in " + into + ": " + e.getMessage());
        }
    }

    /** Puts a backup's files where a manager has them, all but the node's record. */
    void place(Sound backup) {
        MemberFiles members = new MemberFiles(settings.stateDir());
        files.adoptStateKey(backup.text(STATE_KEY).strip());
        files.adoptBrokerSecret(backup.text(StateFiles.BROKER_SECRET).strip());
        members.writeNodeKey(backup.text(MemberFiles.NODE_KEY).strip());
        RootCertificate.adopt(settings.certificatesDir(), backup.text(ROOT_CERTIFICATE));
        RootCertificate.adoptKey(settings.certificatesDir(), backup.text(RootCertificate.KEY));
        members.writePeers(List.of());
        members.writeFormer(backup.former());
    }

    private static Refusal refused(String why) {
        return Refusal.plain(Refusal.Kind.INVALID_ARGUMENT, why);
    }
}
