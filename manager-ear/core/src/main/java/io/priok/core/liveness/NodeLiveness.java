package io.priok.core.liveness;

import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Judges the health of nodes from what a leader has heard of them.
 *
 * <p>A node is READY from its full report on, and DOWN when nothing was heard of it for {@value #GRACE} periods. A new leader holds
 * every node that was not down for UNKNOWN until it reports, and gives it a whole grace. A leader whose own judgement comes late was
 * stalled, and may have heartbeats waiting unread: then every node gets a whole grace from that moment. All of this is soft
 * state of one leadership; an object serves one, and one thread.
 */
public final class NodeLiveness {
    /** Periods without a heartbeat after which a node is down. */
    public static final int GRACE = 3;

    static final String LEADER_CHANGED = "Node moved to \"unknown\" state due to leadership change in cluster";
    static final String FAILURE = "heartbeat failure";
    static final String FAILURE_UNKNOWN = "heartbeat failure for node in \"unknown\" state";

    private final Map<NodeId, Instant> deadlines = new HashMap<>();
    private final Map<NodeId, Instant> stamps = new HashMap<>();
    private final Map<NodeId, String> sessions = new HashMap<>();
    private final Set<NodeId> reported = new HashSet<>();
    private Duration period;
    private Instant promised;

    /**
     * Begins with the leadership.
     *
     * @param period between heartbeats
     */
    public NodeLiveness(Duration period, Instant now) {
        this.period = period;
        this.promised = now;
    }

    /** Nodes have the old period's grace left, at least. */
    public void changePeriod(Duration newPeriod, Instant now) {
        if (newPeriod.compareTo(period) > 0) {
            deadlines.replaceAll((id, deadline) -> later(deadline, now.plus(newPeriod.multipliedBy(GRACE))));
        }
        period = newPeriod;
    }

    /**
     * A heartbeat came.
     *
     * @param session of the agent that sent it
     * @return true when a full report is needed: the agent is new to this leader or has restarted, or its node is not held for ready
     */
    public boolean heard(NodeId id, String session, Instant now) {
        deadlines.put(id, now.plus(grace()));
        return !reported.contains(id) || !session.equals(sessions.get(id));
    }

    /**
     * A heartbeat was noted, perhaps by another manager. Managers' clocks differ, so only a change of the stamp counts, and
     * as of now.
     */
    public void noticed(NodeId id, Instant stamp, Instant now) {
        Instant before = stamps.put(id, stamp);
        if (!stamp.equals(before)) {
            deadlines.put(id, now.plus(grace()));
        }
    }

    /** A full report came: what the node runs is known, it is ready. */
    public void reported(NodeId id, String session, Instant now) {
        deadlines.put(id, now.plus(grace()));
        sessions.put(id, session);
        reported.add(id);
    }

    /** The node's connection died; unless it is heard of again within a period it is down. */
    public void connectionLost(NodeId id, Instant now) {
        Instant soon = now.plus(period);
        deadlines.computeIfPresent(id, (any, deadline) -> deadline.isBefore(soon) ? deadline : soon);
    }

    /**
     * Judges all nodes.
     *
     * @return the statuses that differ from those given, and when to judge again
     */
    public Judgement judge(Collection<Node> nodes, Instant now) {
        forgetOthers(nodes);
        if (now.isAfter(promised.plus(period))) {
            Instant fresh = now.plus(grace());
            deadlines.replaceAll((id, deadline) -> later(deadline, fresh));
        }
        Map<NodeId, NodeStatus> changed = new HashMap<>();
        Instant next = now.plus(period);
        for (Node node : nodes) {
            Instant deadline = deadlines.computeIfAbsent(node.id(), any -> now.plus(grace()));
            boolean alive = deadline.isAfter(now);
            if (!alive) {
                reported.remove(node.id());
            } else if (deadline.isBefore(next)) {
                next = deadline;
            }
            NodeStatus status = status(node, alive);
            if (!status.equals(node.status())) {
                changed.put(node.id(), status);
            }
        }
        promised = next;
        return new Judgement(changed, next);
    }

    private NodeStatus status(Node node, boolean alive) {
        NodeStatus held = node.status();
        if (alive && reported.contains(node.id())) {
            return held.state() == NodeState.READY ? held : new NodeStatus(NodeState.READY, "", held.address());
        }
        if (held.state() == NodeState.DOWN) {
            return held;
        }
        if (!alive) {
            String why = held.state() == NodeState.UNKNOWN ? FAILURE_UNKNOWN : FAILURE;
            return new NodeStatus(NodeState.DOWN, why, held.address());
        }
        return held.state() == NodeState.UNKNOWN
                ? held
                : new NodeStatus(NodeState.UNKNOWN, LEADER_CHANGED, held.address());
    }

    private void forgetOthers(Collection<Node> nodes) {
        Set<NodeId> present = new HashSet<>();
        nodes.forEach(node -> present.add(node.id()));
        deadlines.keySet().retainAll(present);
        stamps.keySet().retainAll(present);
        sessions.keySet().retainAll(present);
        reported.retainAll(present);
    }

    private Duration grace() {
        return period.multipliedBy(GRACE);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
