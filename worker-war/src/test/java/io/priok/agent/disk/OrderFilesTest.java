package io.priok.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.AgentId;
import io.priok.domain.NodeId;
import io.priok.json.Json;
import io.priok.message.RoleOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OrderFilesTest {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

    @TempDir
    private Path directory;

    private OrderFiles files;

    @BeforeEach
    void open() {
        files = new OrderFiles(directory, new AgentId("agent"));
    }

    private static RoleOrder order(long term, long index, boolean manager, String... managers) {
        return new RoleOrder(term, index, new NodeId("n1"), manager ? 1 : 0, "", List.of(managers));
    }

    private RoleOrder kept() throws IOException {
        return Json.read(Files.readAllBytes(directory.resolve("role.json")), RoleOrder.class);
    }

    private List<String> managers() throws IOException {
        return Files.readAllLines(directory.resolve("managers"));
    }

    private boolean isUntouched(String file) throws IOException {
        return Files.getLastModifiedTime(directory.resolve(file)).equals(LONG_AGO);
    }

    private void age(String file) throws IOException {
        Files.setLastModifiedTime(directory.resolve(file), LONG_AGO);
    }

    @Test
    void keepsTheNewestOrderForItsOwnerAlone() throws IOException {
        files.keep(order(1, 5, false, "m1:1"), true);
        files.keep(order(2, 3, true, "m1:1"), true);
        assertThat(kept()).isEqualTo(order(2, 3, true, "m1:1"));
        for (String file : List.of("role.json", "managers")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void anOlderOrderChangesNothing() throws IOException {
        files.keep(order(2, 7, true, "m1:1"), true);
        files.keep(order(1, 99, false, "m2:1"), true);
        files.keep(order(2, 6, false, "m2:1"), true);
        new OrderFiles(directory, new AgentId("agent")).keep(order(2, 6, false, "m2:1"), true);
        assertThat(kept()).isEqualTo(order(2, 7, true, "m1:1"));
        assertThat(managers()).containsExactly("m1:1");
    }

    @Test
    void anOrderForAnotherNodeIsReplacedHoweverNew() throws IOException {
        files.keep(new RoleOrder(9, 9, new NodeId("before"), 1, "", List.of("m1:1")), true);
        files.keep(order(1, 1, false, "m1:1"), true);
        assertThat(kept()).isEqualTo(order(1, 1, false, "m1:1"));
    }

    @Test
    void replacesAFileThatCannotBeRead() throws IOException {
        Files.writeString(directory.resolve("role.json"), "{\"Term\":");
        files.keep(order(1, 1, false, "m1:1"), true);
        assertThat(kept()).isEqualTo(order(1, 1, false, "m1:1"));
    }

    @Test
    void writesOnlyWhatChanges() throws IOException {
        files.keep(order(1, 1, false, "m1:1", "m2:1"), true);
        age("role.json");
        age("managers");
        files.keep(order(1, 1, false, "m1:1", "m2:1"), true);
        assertThat(isUntouched("role.json")).isTrue();
        files.keep(order(1, 2, false, "m2:1", "m1:1"), true);
        assertThat(isUntouched("role.json")).isFalse();
        assertThat(isUntouched("managers")).isTrue();
    }

    @Test
    void keepsTheOrderOfTheManagersThatStay() throws IOException {
        Files.writeString(directory.resolve("managers"), "m3:1\n\nm1:1\nm2:1\n");
        files.keep(order(1, 1, false, "m1:1", "m3:1", "m4:1"), true);
        assertThat(managers()).containsExactly("m3:1", "m1:1", "m4:1");
    }

    @Test
    void leavesTheManagersAloneWhenThereAreNoneOrOneIsHere() throws IOException {
        Files.writeString(directory.resolve("managers"), "m1:1\n");
        files.keep(order(1, 1, false), true);
        files.keep(order(1, 2, true, "m2:1"), false);
        assertThat(managers()).containsExactly("m1:1");
    }
}
