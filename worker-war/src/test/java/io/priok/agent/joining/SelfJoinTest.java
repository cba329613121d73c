package io.priok.agent.joining;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.agent.disk.PlaceFiles;
import io.priok.domain.AgentId;
import io.priok.domain.ClusterId;
import io.priok.domain.JoinTokens;
import io.priok.domain.NodeId;
import io.priok.domain.Refusal;
import io.priok.identity.RandomIds;
import io.priok.identity.TokenSource;
import io.priok.join.Gatekeeper;
import io.priok.join.JoinDialogue;
import io.priok.json.Json;
import io.priok.message.Admission;
import io.priok.message.JoinAnswer;
import io.priok.message.JoinAsk;
import io.priok.message.LocalNode;
import io.priok.message.Queues;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SelfJoinTest {
    private static final String ROOT = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    private static final AgentId AGENT = new AgentId("agent7");

    @TempDir
    private Path directory;

    private final TokenSource source = new TokenSource(new RandomIds(new Random(5)));
    private final byte[] digest = HexFormat.of().parseHex(JoinDialogue.fingerprint(ROOT));
    private JoinTokens tokens = source.tokens(digest);
    private final Managers managers = new Managers();
    private final List<Duration> pauses = new ArrayList<>();
    private @Nullable Runnable next;

    /** Managers m1 and m2, of which some answer. */
    private final class Managers implements Line {
        final Set<String> there = new HashSet<>();
        final List<JoinAsk> asked = new ArrayList<>();
        boolean loseAnswer;

        @Override
        public InetAddress localAddressTowards(Target manager) throws Unreachable {
            if (!there.contains(manager.host())) {
                throw new Unreachable("nobody there");
            }
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public JoinAnswer ask(Target manager, JoinAsk ask, String answerQueue) throws Unreachable {
            assertThat(answerQueue).isEqualTo(Queues.joinAnswer(ask.nonce()));
            asked.add(ask);
            if (loseAnswer) {
                throw new Unreachable("no answer in time");
            }
            Gatekeeper gatekeeper = new Gatekeeper(tokens, new SecureRandom());
            try {
                Gatekeeper.Applicant applicant = gatekeeper.examine(ask);
                assertThat(applicant.joiner().canManage()).isFalse();
                assertThat(applicant.joiner().agent()).isEqualTo(AGENT);
                return gatekeeper.admit(
                        applicant,
                        new Admission(
                                new NodeId("node7"),
                                new ClusterId("c7"),
                                "broker secret",
                                "00ff",
                                ROOT,
                                List.of("m1:2377", "m2:2377"),
                                null));
            } catch (Refusal e) {
                return gatekeeper.refuse(e);
            }
        }
    }

    private void begin(String token) {
        new SelfJoin(
                        token,
                        Target.parse("m1, m2:2377"),
                        AGENT,
                        "host7",
                        managers,
                        new PlaceFiles(directory, AGENT),
                        new RandomIds(new Random(1)),
                        Runnable::run,
                        (pause, action) -> {
                            pauses.add(pause);
                            next = action;
                        })
                .begin();
    }

    private void again() {
        Runnable due = next;
        next = null;
        assertThat(due).isNotNull();
        due.run();
    }

    private String content(String file) throws IOException {
        return Files.readString(directory.resolve(file));
    }

    @Test
    void keepsWhatItIsToldForItsOwnerAlone() throws IOException {
        managers.there.add("m2");
        begin(tokens.worker());
        assertThat(next).isNull();
        assertThat(Json.read(content("node.json"), LocalNode.class))
                .isEqualTo(new LocalNode(new NodeId("node7"), new ClusterId("c7"), 0, 0, "127.0.0.1"));
        assertThat(content("broker.secret")).isEqualTo("broker secret");
        assertThat(content("node.key")).isEqualTo("00ff");
        assertThat(content("certificates/swarm-root-ca.crt")).isEqualTo(ROOT);
        assertThat(content("managers").lines()).containsExactlyInAnyOrder("m1:2377", "m2:2377");
        try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
            assertThat(files.toList())
                    .hasSize(5)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void triesUntilAManagerIsThere() {
        begin(tokens.worker());
        for (int i = 0; i < 5; i++) {
            again();
        }
        assertThat(pauses.stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L, 8L, 10L, 10L);
        managers.there.add("m1");
        again();
        assertThat(directory.resolve("node.json")).exists();
        assertThat(next).isNull();
    }

    @Test
    void asksAgainInTheSameWordsWhenTheAnswerIsLost() {
        managers.there.add("m1");
        managers.loseAnswer = true;
        begin(tokens.worker());
        managers.loseAnswer = false;
        again();
        assertThat(managers.asked).hasSize(2);
        assertThat(managers.asked.get(1)).isEqualTo(managers.asked.get(0));
    }

    @Test
    void asksRarelyAfterARefusalAndWithANewNonce() {
        managers.there.add("m1");
        String later = tokens.worker();
        tokens = source.tokens(digest);
        begin(later);
        assertThat(directory).isEmptyDirectory();
        assertThat(pauses).containsExactly(SelfJoin.AFTER_REFUSAL);
        tokens = new JoinTokens(later, tokens.manager());
        again();
        assertThat(directory.resolve("node.json")).exists();
        assertThat(managers.asked.get(1).nonce())
                .isNotEqualTo(managers.asked.get(0).nonce());
    }

    @Test
    void asksNobodyWithGarbage() {
        managers.there.add("m1");
        begin("garbage");
        assertThat(managers.asked).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void asksNobodyWhenItHasAPlaceOrIsStillLeavingOne() throws IOException {
        managers.there.add("m1");
        Files.writeString(directory.resolve("node.json"), "{}");
        begin(tokens.worker());
        Files.delete(directory.resolve("node.json"));
        Files.createDirectories(directory.resolve("worker"));
        Files.writeString(directory.resolve("worker/fence.json"), "{}");
        begin(tokens.worker());
        assertThat(managers.asked).isEmpty();
    }

    @Test
    void readsAddressesWithAndWithoutPorts() {
        assertThat(Target.parse("10.0.0.1:2378, h2,[fd00::1]:99 ,fd00::2,"))
                .containsExactly(
                        new Target("10.0.0.1", 2378),
                        new Target("h2", 2377),
                        new Target("fd00::1", 99),
                        new Target("fd00::2", 2377));
    }
}
