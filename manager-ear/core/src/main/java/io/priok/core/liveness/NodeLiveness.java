package io.priok.core.liveness;

import io.priok.domain.AgentId;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.NodeStatus;
import io.priok.image.SeenState.Pulse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Judges the health of nodes from what a leader has seen of them: the pulses that any manager took, and the full reports that came
 * to itself.
 *
 * <p>A node is READY from its full report on, and DOWN when nothing was heard of it for {@value #GRACE} periods. Of that there are
 * these exceptions, all to the end that only a node that is gone is called so:
 *
 * <ul>
 *   <li>A node whose beats came late of late, as those of a busy host do, has twice its longest recent gap, at most {@value #STRETCH}
 *       times the usual grace.
 *   <li>A new leader holds every node that was not down for UNKNOWN until it reports. Pulses from before its reign count as of when
 *       they came, so that the host that died together with the former leader is down in time; but nobody is down before the reign
 *       is a period old, and a node of which nothing was ever heard has a whole grace.
 *   <li>A node that was connected to a manager which is itself silent has to find another. When that is noticed it gets one whole
 *       grace more.
 *   <li>Time in which the leader itself did not judge, though it had promised to, is nobody's silence.
 * </ul>
 *
 * <p>A node that says that it leaves is down at once. All of this is soft state of one leadership; an object serves one, and one
 * thread. Moments come from the caller and, in pulses, from the same source; they never go back. A leap forward (a host that slept)
 * is taken for a stall of the leader.
 */
public final class NodeLiveness {
    /** Periods without a heartbeat after which a node is down. */
    public static final int GRACE = 3;

    /** How many times the usual grace an irregular node has at most. */
    public static final int STRETCH = 2;

    static final String LEADER_CHANGED = "Node moved to \"unknown\" state due to leadership change in cluster";
    static final String FAILURE = "heartbeat failure";
    static final String FAILURE_UNKNOWN = "heartbeat failure for node in \"unknown\" state";
    static final String LEFT = "node left the swarm";

    private final NodeId self;
    private final Map<NodeId, Watch> watches = new HashMap<>();
    private final Map<NodeId, Watch> removed = new HashMap<>();
    private Duration period;
    private Instant promised;
    /** Nobody is down before. */
    private Instant truce;

    /**
     * Begins with the leadership.
     *
     * @param self the leader; a node that is connected to its broker is connected to a manager that lives
     * @param period between heartbeats
     */
    public NodeLiveness(NodeId self, Duration period, Instant now) {
        this.self = self;
        this.period = period;
        this.promised = now;
        this.truce = now.plus(period);
    }

    /** Nodes have a whole grace of the longer period: they beat in the old one until they are told. */
    public void changePeriod(Duration newPeriod, Instant now) {
        Duration longer = newPeriod.compareTo(period) > 0 ? newPeriod : period;
        truce = later(truce, now.plus(longer.multipliedBy(GRACE)));
        period = newPeriod;
        watches.values().forEach(Watch::forgetRhythm);
    }

    /**
     * Looks at a node's last sign of life. To be called several times a period, also when nothing is new, for all nodes and for
     * {@link #removed}; gaps are measured as finely as it is called.
     *
     * @return true when a full report is to be asked for now: the agent is new to this leader or has restarted, or its node is
     *     not held for ready. Until the report comes it is true again once a second, as long as the node lives
     */
    public boolean noticed(NodeId id, Pulse pulse, Instant now) {
        Watch gone = removed.get(id);
        if (gone != null) {
            gone.noticed(pulse);
            return false;
        }
        Watch watch = watch(id, now);
        watch.noticed(pulse);
        return watch.needsReport(now, period) && watch.askNow(now);
    }

    /** The node was asked for a full report, not because of {@link #noticed}; it is not asked again for a second. */
    public void asked(NodeId id, Instant now) {
        watch(id, now).asked(now);
    }

    /** A full report came: what the node runs is known, it is ready. */
    public void reported(NodeId id, String session, Instant now) {
        watch(id, now).reported(session, now);
    }

    /** The node's connection died; unless it is heard of again within a period it is down. */
    public void connectionLost(NodeId id, Instant now) {
        watch(id, now).connectionLost(now);
    }

    /** Nodes that were removed in this reign; their agents may not know it. */
    public Set<NodeId> removed() {
        return Set.copyOf(removed.keySet());
    }

    /**
     * Judges all nodes.
     *
     * @return the statuses that differ from those given, and when to judge again
     */
    public Judgement judge(Collection<Node> nodes, Instant now) {
        follow(nodes, now);
        forgive(now);
        Map<NodeId, NodeStatus> changed = new HashMap<>();
        Instant next = now.plus(period);
        for (Node node : nodes) {
            Watch watch = watch(node.id(), now);
            if (mustReconnect(node.id(), watch, now)) {
                watch.excuse(now);
            }
            Instant deadline = later(watch.deadline(period), truce);
            boolean alive = deadline.isAfter(now) && !watch.isLeaving();
            if (!alive) {
                watch.down();
            } else if (deadline.isBefore(next)) {
                next = deadline;
            }
            NodeStatus status = status(node, watch, alive);
            if (!status.equals(node.status())) {
                changed.put(node.id(), status);
            }
        }
        promised = next;
        return new Judgement(changed, strangers(nodes), next);
    }

    /** A timer is never punctual: what is less than a quarter of a period is no stall. After a whole period nothing is held against anyone. */
    private void forgive(Instant now) {
        Duration away = Duration.between(promised, now);
        if (away.compareTo(period) > 0) {
            truce = later(truce, now.plus(period.multipliedBy(GRACE)));
        }
        if (away.compareTo(period.dividedBy(4)) > 0) {
            watches.values().forEach(watch -> watch.leaderWasAway(away, now));
        }
    }

    /** True when the manager that took the node's last sign of life is silent itself. */
    private boolean mustReconnect(NodeId id, Watch watch, Instant now) {
        NodeId via = watch.via();
        if (via == null || via.equals(id) || via.equals(self)) {
            return false;
        }
        Watch manager = watches.get(via);
        Instant heard = manager == null || manager.isLeaving() ? null : manager.heard();
        return heard == null || heard.plus(oneAndAHalf(period)).isBefore(now);
    }

    private static NodeStatus status(Node node, Watch watch, boolean alive) {
        NodeStatus held = node.status();
        String address = held.address();
        if (alive && watch.isReported()) {
            return held.state() == NodeState.READY ? held : new NodeStatus(NodeState.READY, "", address);
        }
        if (held.state() == NodeState.DOWN) {
            return held;
        }
        if (!alive) {
            String silent = held.state() == NodeState.UNKNOWN ? FAILURE_UNKNOWN : FAILURE;
            return new NodeStatus(NodeState.DOWN, watch.isLeaving() ? LEFT : silent, address);
        }
        return held.state() == NodeState.UNKNOWN ? held : new NodeStatus(NodeState.UNKNOWN, LEADER_CHANGED, address);
    }

    /** Keeps apart the nodes that are there and those that were. */
    private void follow(Collection<Node> nodes, Instant now) {
        Set<NodeId> present = new HashSet<>();
        for (Node node : nodes) {
            present.add(node.id());
            Watch back = removed.remove(node.id());
            if (back != null) {
                watches.putIfAbsent(node.id(), back);
            }
            watch(node.id(), now).agent(node.agent());
        }
        Map<NodeId, Watch> gone = new HashMap<>(watches);
        gone.keySet().removeAll(present);
        watches.keySet().retainAll(present);
        removed.putAll(gone);
    }

    /** An agent that has joined anew is told of its new node, not of the old one. */
    private Map<NodeId, AgentId> strangers(Collection<Node> nodes) {
        Map<NodeId, AgentId> strangers = new HashMap<>();
        removed.forEach((id, watch) -> {
            AgentId agent = watch.stranger();
            if (agent != null && nodes.stream().noneMatch(node -> node.agent().equals(agent))) {
                strangers.put(id, agent);
            }
        });
        return strangers;
    }

    private Watch watch(NodeId id, Instant now) {
        return watches.computeIfAbsent(id, any -> new Watch(now));
    }

    static Duration oneAndAHalf(Duration period) {
        return period.plus(period.dividedBy(2));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
