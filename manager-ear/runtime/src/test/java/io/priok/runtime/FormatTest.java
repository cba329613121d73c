package io.priok.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.core.role.Roles;
import io.priok.domain.AgentId;
import io.priok.domain.Cluster;
import io.priok.domain.ClusterId;
import io.priok.domain.JoinTokens;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Meta;
import io.priok.domain.Node;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.NodeStatus;
import io.priok.domain.spec.ClusterSpec;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.Platform;
import io.priok.domain.spec.Resources;
import io.priok.image.Image;
import io.priok.json.Json;
import io.priok.log.LogMember;
import io.priok.log.ReplicatedLog;
import io.priok.log.memory.InMemoryCluster;
import io.priok.message.ManagerReady;
import io.priok.state.Change;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import io.priok.store.document.Documents;
import io.priok.store.projection.Projection;
import io.priok.store.projection.Retention;
import io.priok.store.snapshot.ImageSnapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Managers of this version and of the next one, whose entries look different, on one log. */
class FormatTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final SecretKey KEY = new SecretKeySpec(new byte[16], "AES");
    private static final int NEXT = 2;

    /** The next version: an entry says why, which this version has no place for. */
    static final class NextFormat extends EntryFormat {
        private final List<String> reasons = new ArrayList<>();

        /** Public for the codec. */
        public record Entry(Transaction does, String because) {}

        NextFormat() {
            super(NEXT);
        }

        @Override
        byte[] body(Transaction transaction, int format) {
            return format < NEXT ? super.body(transaction, format) : Json.bytes(new Entry(transaction, "asked to"));
        }

        @Override
        Transaction transaction(byte[] body, int format) {
            if (format < NEXT) {
                return super.transaction(body, format);
            }
            Entry entry = Json.read(body, Entry.class);
            reasons.add(entry.because());
            return entry.does();
        }
    }

    /** A manager: what it was opened with, and what it has become. */
    private record Manager(LogMember member, ImageMachine machine, ReplicatedLog log, Projection projection) {
        Image image() {
            return machine.image();
        }
    }

    private final InMemoryCluster cluster = new InMemoryCluster();
    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(2);
    private final SecureRandom random = new SecureRandom();
    private final Documents documents = new Documents(KEY, random);
    private final Map<String, Manager> managers = new LinkedHashMap<>();
    private int entries;
    private int databases;

    @AfterEach
    void end() {
        managers.values().forEach(this::stop);
        timers.shutdownNow();
    }

    private void stop(Manager manager) {
        manager.log().close();
        manager.projection().close();
    }

    private Manager start(String id, EntryFormat format, Image restored) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:format" + ++databases + ";DB_CLOSE_DELAY=-1");
        Projection projection = Projection.open(
                source, documents, Retention.DEFAULT, timers, getClass().getClassLoader());
        ImageMachine machine = new ImageMachine(
                restored, projection, new EntrySeal(KEY, random), format, new ImageSnapshot(documents));
        LogMember member = new LogMember(id, "127.0.0.1", 1);
        ReplicatedLog log = managers.isEmpty() ? cluster.bootstrap(member, machine) : cluster.start(member, machine);
        Manager manager = new Manager(member, machine, log, projection);
        managers.put(id, manager);
        return manager;
    }

    /** The server is replaced by one of another version, which goes on with the same state. */
    private Manager replace(String id, EntryFormat format) {
        Manager before = manager(id);
        stop(before);
        return start(id, format, before.image());
    }

    private Manager manager(String id) {
        Manager manager = managers.get(id);
        assertThat(manager).as(id).isNotNull();
        return manager;
    }

    private Outcome write(Manager at, Change... changes) throws Exception {
        Transaction transaction = new Transaction("t" + ++entries, 0, "test", NOW, List.of(changes));
        return OutcomeJson.read(at.log()
                .append(at.machine().entry(transaction))
                .get(10, TimeUnit.SECONDS)
                .result());
    }

    private static ManagerReady ready(String id, int format) {
        return new ManagerReady(new NodeId(id), new ManagerEndpoint(id + ":2377", 1, 2, Node.FIRST_OFFICE, format));
    }

    private void register(Manager at, String id, int format) throws Exception {
        assertThat(write(at, Roles.register(at.image(), ready(id, format)).orElseThrow()))
                .isInstanceOf(Outcome.Applied.class);
    }

    private static Change node(String id) {
        return Change.create(new Node(
                new NodeId(id),
                Meta.created(NOW),
                new NodeSpec("", Map.of(), NodeSpec.Role.MANAGER, NodeSpec.Availability.ACTIVE),
                new AgentId(id),
                new NodeDescription(
                        id, new Platform("", ""), Resources.NONE, new NodeDescription.Engine("", Map.of(), List.of())),
                new NodeStatus(NodeState.READY, "", id),
                null,
                Node.FIRST_OFFICE));
    }

    private void threeOfThisVersion() throws Exception {
        Manager a = start("a", EntryFormat.CURRENT, Image.empty());
        write(
                a,
                Change.create(new Cluster(
                        new ClusterId("c"),
                        Meta.created(NOW),
                        ClusterSpec.defaults(),
                        new JoinTokens("w", "m"),
                        List.of(),
                        24,
                        4789,
                        false,
                        1)),
                node("a"),
                node("b"),
                node("c"));
        start("b", EntryFormat.CURRENT, Image.empty());
        start("c", EntryFormat.CURRENT, Image.empty());
        a.log()
                .setMembers(managers.values().stream().map(Manager::member).toList())
                .get(10, TimeUnit.SECONDS);
        for (String id : List.of("a", "b", "c")) {
            register(a, id, 1);
        }
    }

    private void sameEverywhere() {
        Image image = manager("a").image();
        for (Manager manager : managers.values()) {
            assertThat(manager.image().index()).isEqualTo(image.index());
            assertThat(manager.image().objects()).containsExactlyInAnyOrderElementsOf(image.objects());
        }
    }

    @Test
    void twoVersionsWorkTogetherUntilTheLastIsReplacedAndThenTheNewFormatIsWritten() throws Exception {
        threeOfThisVersion();
        NextFormat newer = new NextFormat();
        replace("c", newer);
        register(manager("c"), "c", NEXT);
        replace("b", new NextFormat());
        register(manager("b"), "b", NEXT);
        write(manager("c"), node("d"));
        sameEverywhere();
        assertThat(newer.reasons).as("the old format is in force").isEmpty();
        assertThat(write(manager("c"), Roles.raise(manager("c").image(), NEXT).orElseThrow()))
                .as("whatever a leader thinks")
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.WRONG_FORMAT));

        replace("a", new NextFormat());
        register(manager("a"), "a", NEXT);
        write(manager("a"), Roles.raise(manager("a").image(), NEXT).orElseThrow());
        assertThat(manager("c").image().format()).isEqualTo(NEXT);
        write(manager("a"), node("e"));
        sameEverywhere();
        assertThat(newer.reasons).containsExactly("asked to");
    }

    @Test
    void aServerThatIsTooOldStartsNeitherFromTheStateNorFromASnapshotNorFromTheLog() throws Exception {
        threeOfThisVersion();
        for (String id : List.of("a", "b", "c")) {
            replace(id, new NextFormat());
            register(manager(id), id, NEXT);
        }
        Manager a = manager("a");
        Image before = a.image();
        write(a, Roles.raise(a.image(), NEXT).orElseThrow());
        ByteArrayOutputStream snapshot = new ByteArrayOutputStream();
        a.machine().writeSnapshot(snapshot);
        write(a, node("d"));

        String words = "install the version of Priok that the other managers run";
        stop(manager("c"));
        assertThatThrownBy(() -> start("c", EntryFormat.CURRENT, a.image())).hasMessageContaining(words);
        Manager old = start("c", EntryFormat.CURRENT, before);
        assertThat(old.image().index()).as("it stops at the entry").isEqualTo(before.index());
        assertThatThrownBy(() -> old.machine().restoreSnapshot(new ByteArrayInputStream(snapshot.toByteArray())))
                .hasMessageContaining(words);
        assertThat(write(manager("b"), node("e"))).as("the others go on").isInstanceOf(Outcome.Applied.class);
        assertThat(Roles.register(a.image(), ready("c", 1)))
                .as("nor is it taken in")
                .isEmpty();
    }

    @Test
    void whatAnAdjacentVersionAddsToAnObjectIsIgnored() {
        byte[] entry = "{\"ID\":\"t\",\"At\":\"2026-01-01T00:00:00Z\",\"Because\":{\"Of\":[1]},\"Changes\":[]}"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(EntryFormat.CURRENT.read(entry).id()).isEqualTo("t");
    }
}
