package io.priok.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.control.port.JoinRequest;
import io.priok.domain.AgentId;
import io.priok.domain.ClusterId;
import io.priok.domain.NodeId;
import io.priok.domain.Refusal;
import io.priok.identity.RandomIds;
import io.priok.identity.TokenSource;
import io.priok.join.JoinDialogue;
import io.priok.message.Admission;
import io.priok.message.ManagerSecrets;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoiningTest {
    @TempDir
    Path dir;

    private final SecureRandom random = new SecureRandom();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(1);
    private final List<String> asked = new ArrayList<>();
    private StateFiles files;
    private MemberFiles members;
    private Settings settings;
    private RootCertificate root;

    @BeforeEach
    void open(@TempDir Path remote) {
        files = new StateFiles(dir);
        members = new MemberFiles(dir);
        root = RootCertificate.create(remote, InstantSource.system().instant(), random);
        settings = new Settings(
                dir, new AgentId("a1"), dir.resolve("engine"), "127.0.0.1", 2375, 9080, "0.0.0.0", 2377, 7946, 7947);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void refusesATextThatIsNoTokenBeforeAskingAnyone() {
        assertThatThrownBy(() -> joining("garbage", new FakeLine(), "10.0.0.1:2377"))
                .isInstanceOf(Refusal.class)
                .hasMessage("invalid join token");
        assertThat(asked).isEmpty();
    }

    @Test
    void triesTheNextAddressWhereTheFirstIsSilent() {
        FakeLine line = new FakeLine();
        line.silent.add("10.0.0.1");
        var seat = joining(token(), line, "10.0.0.1:2377", "10.0.0.2").ask(Duration.ZERO, files, members);
        assertThat(seat).hasValueSatisfying(found -> {
            assertThat(found.node().nodeId()).isEqualTo(new NodeId("n7"));
            assertThat(found.node().manager()).isFalse();
            assertThat(found.node().advertiseAddress()).isEqualTo("127.0.0.1");
        });
        assertThat(asked).containsExactly("10.0.0.1:2377", "10.0.0.2:2377");
        assertThat(files.managers()).containsExactly("10.0.0.2:2377");
    }

    @Test
    void keepsTheSecretsOfAManagerForItsOwnerAlone() throws Exception {
        FakeLine line = new FakeLine();
        line.secrets = new ManagerSecrets(
                "ab".repeat(32), "key", 0, List.of(new ManagerSecrets.Peer("n1", "10.0.0.1", 2377, 7947, 7946)));
        var seat = joining(token(), line, "10.0.0.1:2377").ask(Duration.ZERO, files, members);
        assertThat(seat)
                .hasValueSatisfying(found -> assertThat(found.node().manager()).isTrue());
        assertThat(files.stateKey().getEncoded()).hasSize(32);
        assertThat(members.peers()).isEqualTo(line.secrets.peers());
        for (String file : List.of(
                "node.key",
                "broker.secret",
                "manager/state.key",
                "certificates/swarm-root-ca.key",
                "certificates/swarm-root-ca.crt")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void saysThatNobodyListens() {
        FakeLine line = new FakeLine();
        line.refusing = true;
        assertThatThrownBy(() -> joining(token(), line, "10.0.0.1:2377").ask(Duration.ZERO, files, members))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("dial tcp 10.0.0.1:2377: connect: connection refused");
    }

    @Test
    void givesUpWhenNobodyIsHeardOf() {
        FakeLine line = new FakeLine();
        line.silent.add("10.0.0.1");
        assertThat(joining(token(), line, "10.0.0.1:2377").ask(Duration.ZERO, files, members))
                .isEmpty();
        assertThat(files.localNode()).isEmpty();
    }

    private String token() {
        return new TokenSource(new RandomIds(random)).token(root.digest());
    }

    private Joining joining(String token, Joining.Line line, String... remotes) {
        Environment environment = new Environment(
                null,
                threads,
                threads,
                Thread::new,
                InstantSource.system(),
                random,
                new RandomIds(random),
                JoiningTest.class.getClassLoader());
        JoinRequest request = new JoinRequest("0.0.0.0:2377", "", "", List.of(remotes), token, null);
        return new Joining(request, settings, environment, line);
    }

    private final class FakeLine implements Joining.Line {
        private final List<String> silent = new ArrayList<>();
        private ManagerSecrets secrets;
        private boolean refusing;

        @Override
        public InetAddress localAddressTowards(String host, int port, Duration patience) throws Joining.Unreachable {
            asked.add(host + ":" + port);
            if (refusing || silent.contains(host)) {
                throw new Joining.Unreachable("not there", refusing, new IllegalStateException());
            }
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public Admission put(JoinDialogue dialogue, String host, int port, Duration patience) {
            return new Admission(
                    new NodeId("n7"),
                    new ClusterId("c1"),
                    "secret",
                    "cd".repeat(32),
                    root.pem(),
                    List.of(host + ":" + port),
                    secrets);
        }
    }
}
