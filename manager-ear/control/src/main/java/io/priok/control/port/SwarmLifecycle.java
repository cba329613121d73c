package io.priok.control.port;

import io.priok.domain.NodeId;
import java.util.concurrent.CompletionStage;

/**
 * Taking part in a swarm, and leaving it. The stages fail with a {@link io.priok.domain.Refusal} that carries the text for
 * the user. What the API can refuse by itself (already a member, not a member, the last manager) it has refused before.
 */
public interface SwarmLifecycle {
    LocalSwarm local();

    /** Starts a swarm of which this node is the first manager, or with {@code forceNewCluster} the only one left. */
    CompletionStage<NodeId> init(InitRequest request);

    /** Done when the node is a member. */
    CompletionStage<NodeId> join(JoinRequest request);

    /** Done when the node's tasks have ended and its state is gone. */
    CompletionStage<Void> leave(boolean force);

    /** The key that opens a locked manager, empty when managers are not locked. */
    String unlockKey();

    CompletionStage<Void> unlock(String key);
}
