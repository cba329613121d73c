package io.priok.core.liveness;

import io.priok.core.World;
import io.priok.domain.AgentId;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.NodeStatus;
import io.priok.image.SeenState.Pulse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A leader as the runtime has it: looks at the pulses seven times a second, judges when a judgement is due. Time in milliseconds. */
final class Reign {
    static final long STEP = 150;
    static final NodeId LEADER = new NodeId("leader");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Who beats: how often, by which manager, and until when. */
    private static final class Beat {
        NodeId via;
        String session = "s1";
        long every = 1000;
        long next;
        boolean silent;
        boolean leaving;
    }

    final List<NodeId> asked = new ArrayList<>();
    final List<AgentId> strangers = new ArrayList<>();
    /** When each node was called down first, in milliseconds. */
    final Map<NodeId, Long> downAt = new LinkedHashMap<>();

    private final Map<NodeId, Node> nodes =
            new TreeMap<>((one, other) -> one.value().compareTo(other.value()));
    private final Map<NodeId, Beat> beats = new LinkedHashMap<>();
    private final Map<NodeId, Pulse> pulses = new LinkedHashMap<>();
    private final long lateness;
    private NodeLiveness liveness;
    private long now;
    private long nextLook;
    private Instant nextJudgement = START;
    private long marks;
    private NodeId self = LEADER;
    private Instant begun = START;
    /** What the leader makes of a pulse before it looks at it; a test takes away something that it needs. */
    UnaryOperator<Optional<Pulse>> sight = pulse -> pulse;

    boolean answers = true;
    boolean stalled;

    Reign() {
        this(2);
    }

    /** @param lateness of the leader's timers */
    Reign(long lateness) {
        this.lateness = lateness;
        begin();
    }

    void begin() {
        begin(LEADER);
    }

    /** A new leader, with the pulses that are in its caches. */
    void begin(NodeId leader) {
        self = leader;
        begun = at(now);
        liveness = new NodeLiveness(leader, Duration.ofSeconds(1), begun);
        nextJudgement = begun;
        stalled = false;
    }

    NodeId leader() {
        return self;
    }

    Instant begun() {
        return begun;
    }

    NodeLiveness liveness() {
        return liveness;
    }

    NodeId node(String name) {
        return node(name, "leader");
    }

    /** @param via the manager that takes its beats */
    NodeId node(String name, String via) {
        Node node = World.node(name);
        nodes.put(node.id(), node);
        Beat beat = new Beat();
        beat.via = new NodeId(via);
        beat.next = now + 7L * nodes.size();
        beats.put(node.id(), beat);
        return node.id();
    }

    void silence(NodeId id) {
        beat(id).silent = true;
    }

    void beatAgain(NodeId id, String via) {
        beat(id).silent = false;
        beat(id).via = new NodeId(via);
        beat(id).next = now;
    }

    void restartAgent(NodeId id) {
        beat(id).session += "'";
    }

    void leave(NodeId id) {
        beat(id).leaving = true;
        beat(id).next = now;
    }

    void every(NodeId id, long millis) {
        beat(id).every = millis;
    }

    void remove(NodeId id) {
        nodes.remove(id);
    }

    Node get(NodeId id) {
        return Optional.ofNullable(nodes.get(id)).orElseThrow();
    }

    NodeState state(NodeId id) {
        return get(id).status().state();
    }

    void status(NodeId id, NodeState state, String message) {
        Node node = get(id);
        nodes.put(
                id, node.withStatus(new NodeStatus(state, message, node.status().address())));
    }

    long now() {
        return now;
    }

    Instant instant() {
        return at(now);
    }

    long lastBeat(NodeId id) {
        return Duration.between(
                        START, Optional.ofNullable(pulses.get(id)).orElseThrow().heard())
                .toMillis();
    }

    void run(long millis) {
        for (long end = now + millis; now < end; now += 5) {
            for (Map.Entry<NodeId, Beat> entry : beats.entrySet()) {
                beat(entry.getKey(), entry.getValue());
            }
            if (stalled) {
                continue;
            }
            if (now >= nextLook) {
                look();
            }
            if (!at(now).isBefore(nextJudgement.plusMillis(lateness))) {
                judge();
            }
        }
    }

    private void beat(NodeId id, Beat beat) {
        if (!beat.silent && now >= beat.next) {
            pulses.put(id, new Pulse(at(now), ++marks, beat.via, beat.session, 0, beat.leaving));
            beat.next = now + beat.every;
            beat.silent = beat.leaving;
        }
    }

    private void look() {
        nextLook = now + STEP;
        List<NodeId> ids = new ArrayList<>(nodes.keySet());
        ids.addAll(liveness.removed());
        for (NodeId id : ids) {
            Pulse pulse = sight.apply(Optional.ofNullable(pulses.get(id))).orElse(null);
            if (pulse != null && liveness.noticed(id, pulse, at(now))) {
                asked.add(id);
                if (answers && !beat(id).silent) {
                    liveness.reported(id, beat(id).session, at(now));
                    nextJudgement = at(now);
                }
            }
        }
    }

    private void judge() {
        Judgement judgement = liveness.judge(nodes.values(), at(now));
        judgement.changed().forEach((id, status) -> {
            nodes.put(id, get(id).withStatus(status));
            if (status.state() == NodeState.DOWN) {
                downAt.putIfAbsent(id, now);
            }
        });
        strangers.addAll(judgement.strangers().values());
        nextJudgement = judgement.next();
    }

    private Beat beat(NodeId id) {
        return Optional.ofNullable(beats.get(id)).orElseThrow();
    }

    private static Instant at(long millis) {
        return START.plusMillis(millis);
    }
}
