package io.priok.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.domain.ClusterId;
import io.priok.domain.NodeId;
import io.priok.json.Json;
import io.priok.json.MalformedJson;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A backup: one zip archive with what a manager needs to be that manager again. It ends with {@value #MANIFEST}, which says what
 * it is and the SHA-256 of every other part. It holds the swarm's keys in the clear, so it is written for its owner alone.
 */
final class BackupFile {
    static final String MANIFEST = "backup.json";
    static final String IMAGE = "image";

    private static final String FORMAT = "priok-backup";
    private static final int VERSION = 1;

    /**
     * What a backup says of itself.
     *
     * @param at when it was made
     * @param index of the log, whose entries up to it are in the backup, and no others
     * @param parts SHA-256 of each part by its name, hexadecimal
     */
    public record Manifest(
            String format,
            int version,
            Instant at,
            ClusterId clusterId,
            NodeId nodeId,
            String hostname,
            long index,
            Map<String, String> parts) {}

    /** The file is no backup, or not a whole one, or one that this version cannot read. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    /** Writes a part's content. */
    @FunctionalInterface
    interface Part {
        void write(OutputStream out) throws IOException;
    }

    private BackupFile() {}

    /**
     * Writes a backup and forces it to disk; a file that cannot be written whole is not left.
     *
     * @param about with no parts yet
     */
    static void write(Path file, Manifest about, Map<String, Part> parts) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Map<String, String> sums = new LinkedHashMap<>();
        try (FileChannel channel = FileChannel.open(
                        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly);
                ZipOutputStream zip =
                        new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16))) {
            for (Map.Entry<String, Part> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                DigestOutputStream summed = new DigestOutputStream(zip, sha256());
                part.getValue().write(summed);
                sums.put(
                        part.getKey(),
                        HexFormat.of().formatHex(summed.getMessageDigest().digest()));
            }
            zip.putNextEntry(new ZipEntry(MANIFEST));
            zip.write(Json.bytes(new Manifest(
                    FORMAT,
                    VERSION,
                    about.at(),
                    about.clusterId(),
                    about.nodeId(),
                    about.hostname(),
                    about.index(),
                    sums)));
            zip.finish();
            zip.flush();
            channel.force(true);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /**
     * Unfolds a backup whose every part is as it was written.
     *
     * @param into a directory that is there and empty
     * @throws Unusable says what is wrong with it
     * @throws IOException when the parts cannot be written
     */
    static Manifest unfold(Path file, Path into) throws IOException, Unusable {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Manifest manifest = manifest(zip);
            for (Map.Entry<String, String> part : manifest.parts().entrySet()) {
                String name = part.getKey();
                ZipEntry entry = zip.getEntry(name);
                if (entry == null || !name.matches("[a-z.-]+")) {
                    throw new Unusable("the backup is not whole: its part " + name + " is missing");
                }
                try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
                    take(in, into.resolve(name), name, part.getValue());
                }
            }
            return manifest;
        } catch (ZipException e) {
            throw new Unusable("this is not a backup of Priok's, or it was cut off: " + e.getMessage());
        }
    }

    private static Manifest manifest(ZipFile zip) throws IOException, Unusable {
        ZipEntry entry = zip.getEntry(MANIFEST);
        if (entry == null) {
            throw new Unusable("this is not a backup of Priok's");
        }
        Manifest manifest;
        try (InputStream in = zip.getInputStream(entry)) {
            manifest = Json.read(new String(in.readAllBytes(), UTF_8), Manifest.class);
        } catch (MalformedJson e) {
            throw new Unusable("the backup is damaged: what it says of itself cannot be read");
        }
        if (!FORMAT.equals(manifest.format())) {
            throw new Unusable("this is not a backup of Priok's");
        }
        if (manifest.version() != VERSION) {
            throw new Unusable("the backup is of version " + manifest.version() + ", and this Priok reads version "
                    + VERSION + ": restore it with the Priok that made it, or a newer one");
        }
        return manifest;
    }

    private static void take(InputStream in, Path to, String name, String sum) throws IOException, Unusable {
        MessageDigest digest = sha256();
        try (DigestInputStream summed = new DigestInputStream(in, digest)) {
            Files.copy(summed, to);
        } catch (ZipException e) {
            throw new Unusable("the backup is damaged in its part " + name + ": " + e.getMessage());
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(sum)) {
            throw new Unusable("the backup is damaged: the checksum of its part " + name + " is wrong");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a Java platform without SHA-256", e);
        }
    }
}
