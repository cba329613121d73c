package io.priok.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.domain.ClusterId;
import io.priok.domain.NodeId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupFileTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path dir;

    private Path file;
    private Path into;
    private byte[] image;

    @BeforeEach
    void write() throws IOException {
        file = dir.resolve("backup");
        into = Files.createDirectory(dir.resolve("unfolded"));
        image = new byte[50_000];
        new Random(7).nextBytes(image);
        BackupFile.write(file, about(), parts());
    }

    private static BackupFile.Manifest about() {
        return new BackupFile.Manifest("", 0, AT, new ClusterId("c1"), new NodeId("n1"), "h1", 77, Map.of());
    }

    private Map<String, BackupFile.Part> parts() {
        Map<String, BackupFile.Part> parts = new LinkedHashMap<>();
        parts.put(BackupFile.IMAGE, out -> out.write(image));
        parts.put("state.key", out -> out.write("secret".getBytes(UTF_8)));
        return parts;
    }

    @Test
    void givesBackWhatWasWritten() throws Exception {
        BackupFile.Manifest manifest = BackupFile.unfold(file, into);
        assertThat(manifest.at()).isEqualTo(AT);
        assertThat(manifest.index()).isEqualTo(77);
        assertThat(manifest.parts()).containsOnlyKeys("image", "state.key");
        assertThat(into.resolve("image")).hasBinaryContent(image);
        assertThat(into.resolve("state.key")).hasContent("secret");
    }

    @Test
    void isItsOwnersAloneAndReplacesNothing() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> BackupFile.write(file, about(), parts())).isInstanceOf(IOException.class);
    }

    @Test
    void leavesNothingOfABackupThatFailed() {
        Path other = dir.resolve("other");
        Map<String, BackupFile.Part> parts = parts();
        parts.put("node.key", out -> {
            throw new IOException("No space left on device");
        });
        assertThatThrownBy(() -> BackupFile.write(other, about(), parts)).hasMessageContaining("No space");
        assertThat(other).doesNotExist();
    }

    @Test
    void refusesWhatIsNoBackup() throws Exception {
        Files.writeString(file, "something else");
        assertThatThrownBy(() -> BackupFile.unfold(file, into))
                .isInstanceOf(BackupFile.Unusable.class)
                .hasMessageContaining("not a backup");
    }

    /** Wherever it is cut off, nothing of it passes for a backup. */
    @Test
    void refusesATornFile() throws Exception {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 997) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            Path empty = Files.createDirectory(dir.resolve("cut" + length));
            assertThatThrownBy(() -> BackupFile.unfold(file, empty)).isInstanceOf(BackupFile.Unusable.class);
        }
    }

    @Test
    void refusesADamagedPart() throws Exception {
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.seek(25_000);
            int was = damaged.read();
            damaged.seek(25_000);
            damaged.write(was ^ 1);
        }
        assertThatThrownBy(() -> BackupFile.unfold(file, into))
                .isInstanceOf(BackupFile.Unusable.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void refusesAnotherVersion() throws Exception {
        Path later = dir.resolve("later");
        try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(later))) {
            zip.putNextEntry(new java.util.zip.ZipEntry(BackupFile.MANIFEST));
            zip.write("{\"Format\":\"priok-backup\",\"Version\":2}".getBytes(UTF_8));
        }
        assertThatThrownBy(() -> BackupFile.unfold(later, into))
                .isInstanceOf(BackupFile.Unusable.class)
                .hasMessageContaining("version 2");
    }
}
