package io.priok.image;

import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.util.concurrent.CompletionStage;

/** The cluster state as a manager's edges use it. */
public interface ClusterState {
    /** The state as applied on this manager: perhaps a moment old. */
    Image image();

    /**
     * The state with every write in it that any manager acknowledged before this call: what a user is shown, and what a command is
     * checked against. Quick on the leader; elsewhere it waits for the log.
     *
     * @throws io.priok.domain.Refusal UNAVAILABLE where there is no leader or no majority for a while
     */
    default Image current() {
        return image();
    }

    SeenState seen();

    /**
     * Puts a transaction into the log. Done when it is on the disks of a majority and applied here.
     *
     * <p>Fails with a {@link io.priok.domain.Refusal} of kind UNAVAILABLE where there is no leader or no majority.
     */
    CompletionStage<Outcome> commit(Transaction transaction);

    /** An image that holds every write acknowledged before this call, confirmed by a majority. Fails like {@link #commit}. */
    CompletionStage<Image> fresh();
}
