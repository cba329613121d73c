package io.priok.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.domain.ClusterId;
import io.priok.domain.NodeId;
import io.priok.log.LogException;
import io.priok.message.LocalNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFilesTest {
    private static final LocalNode NODE = new LocalNode(new NodeId("n1"), new ClusterId("c1"), 1, 0, "10.0.0.1");

    @TempDir
    Path dir;

    private StateFiles files;

    @BeforeEach
    void open() {
        files = new StateFiles(dir);
    }

    @Test
    void keepsTheNodesPlaceAndTheManagersOverARestart() {
        files.writeLocalNode(NODE);
        files.writeManagers(List.of("10.0.0.1:2377", "10.0.0.2:2377"));

        StateFiles again = new StateFiles(dir);
        assertThat(again.localNode()).contains(NODE);
        assertThat(again.managers()).containsExactly("10.0.0.1:2377", "10.0.0.2:2377");
    }

    @Test
    void writesForItsOwnerAlone() throws IOException {
        files.writeLocalNode(NODE);
        files.newStateKey(new SecureRandom());
        files.brokerSecret();
        for (String file : List.of("node.json", "manager/state.key", "broker.secret")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void makesSecretsOnce() {
        assertThat(files.brokerSecret()).hasSize(64).isEqualTo(new StateFiles(dir).brokerSecret());
        assertThat(files.newStateKey(new SecureRandom())).isEqualTo(new StateFiles(dir).stateKey());
    }

    @Test
    void saysThatItDoesNotKnowItselfWhenItsRecordIsDamaged() throws Exception {
        files.writeLocalNode(new LocalNode(new NodeId("n1"), new ClusterId("c1"), 1, 0, "10.0.0.1"));
        Files.writeString(dir.resolve(LocalNode.FILE), "{\"NodeID\":\"n1\",\"Clus");

        assertThatThrownBy(() -> files.localNode())
                .isInstanceOfSatisfying(
                        LogException.class, e -> assertThat(e.kind()).isEqualTo(LogException.Kind.DAMAGED))
                .hasMessageContainingAll(dir.resolve(LocalNode.FILE).toString(), "backup");
    }

    @Test
    void doesWithoutPeersThatCannotBeRead() throws Exception {
        MemberFiles members = new MemberFiles(dir);
        members.writePeers(List.of());
        Files.writeString(dir.resolve("manager").resolve(MemberFiles.PEERS), "{\"Peers\":[{");
        assertThat(members.peers()).isEmpty();
    }

    @Test
    void keepsTheLastLogThatWasDamaged() throws Exception {
        for (int i = 1; i <= 2; i++) {
            Files.createDirectories(dir.resolve("manager/log/current"));
            files.putLogAside(Instant.ofEpochMilli(i));
        }
        assertThat(dir.resolve("manager/log")).doesNotExist();
        assertThat(dir.resolve("manager/log.damaged.1")).doesNotExist();
        assertThat(dir.resolve("manager/log.damaged.2/current")).exists();
    }

    @Test
    void anOfficeBeginsOnceUntilTheSwarmIsLeft() {
        MemberFiles members = new MemberFiles(dir);
        NodeId node = new NodeId("n1");
        assertThat(members.hasBegun(node, 1)).isFalse();
        members.noteBegun(node, 2);
        members.noteBegun(node, 1);
        files.forgetManager();
        assertThat(members.hasBegun(node, 1)).isTrue();
        assertThat(members.hasBegun(node, 2)).isTrue();
        assertThat(members.hasBegun(node, 3)).isFalse();
        assertThat(members.hasBegun(new NodeId("n2"), 1)).isFalse();
        files.forget();
        assertThat(members.hasBegun(node, 1)).isFalse();
    }

    @Test
    void forgetsASwarmWithItsSecrets() throws IOException {
        files.writeLocalNode(NODE);
        files.writeManagers(List.of("10.0.0.1:2377"));
        String secret = files.brokerSecret();
        files.newStateKey(new SecureRandom());
        Files.createDirectories(dir.resolve("manager/log/current"));
        Files.writeString(dir.resolve("manager/log/current/log_0"), "entries");

        files.forget();

        assertThat(files.localNode()).isEmpty();
        assertThat(files.managers()).isEmpty();
        assertThat(dir.resolve("manager/log")).doesNotExist();
        // Another key would open nothing, so a missing one is not replaced.
        assertThatThrownBy(() -> files.stateKey()).hasMessageContaining("is missing");
        assertThat(files.brokerSecret())
                .as("the next swarm's brokers open for another secret")
                .isNotEqualTo(secret);
    }

    @Test
    void forgetsTheLogsOfOtherIncarnations() throws IOException {
        for (String log : List.of("log", "log-7", "log-9")) {
            Files.createDirectories(dir.resolve("manager").resolve(log).resolve("current"));
        }
        Files.createDirectories(dir.resolve("manager/db"));
        files.forgetLogsBut(dir.resolve("manager/log-9"));
        assertThat(dir.resolve("manager/log")).doesNotExist();
        assertThat(dir.resolve("manager/log-7")).doesNotExist();
        assertThat(dir.resolve("manager/log-9/current")).exists();
        files.forgetManager();
        assertThat(dir.resolve("manager")).isDirectoryContaining("glob:**/db").isDirectoryNotContaining("glob:**/log*");
    }

    @Test
    void readsThePlaceOfBeforeTheSwarmCouldBeRecovered() throws IOException {
        Files.writeString(
                dir.resolve("node.json"),
                "{\"NodeID\":\"n1\",\"ClusterID\":\"c1\",\"Office\":1,\"AdvertiseAddress\":\"10.0.0.1\"}");
        assertThat(files.localNode()).contains(NODE);
    }

    @Test
    void leavesTheOldFileWhereAWriteStoppedHalfWay() throws IOException {
        files.writeLocalNode(NODE);
        Files.writeString(dir.resolve("node.json.new"), "{\"NodeID\":");

        assertThat(new StateFiles(dir).localNode()).contains(NODE);
        files.writeLocalNode(NODE);
        assertThat(dir.resolve("node.json.new")).doesNotExist();
    }
}
