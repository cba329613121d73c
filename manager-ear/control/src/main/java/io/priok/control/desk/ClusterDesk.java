package io.priok.control.desk;

import io.priok.control.command.Author;
import io.priok.control.port.LocalSwarm;
import io.priok.control.port.Refusals;
import io.priok.control.port.SwarmLifecycle;
import io.priok.domain.NodeId;
import io.priok.domain.Refusal;
import io.priok.identity.IdSource;
import io.priok.image.ClusterState;
import io.priok.image.Image;
import io.priok.image.SeenState;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;

/**
 * What every edge does with the cluster through its node: look at it, which needs a manager, and commit what was decided. API and
 * console share it, so both refuse in the same words.
 */
public final class ClusterDesk {
    private final ClusterState state;
    private final SwarmLifecycle lifecycle;
    private final Author author;

    public ClusterDesk(ClusterState state, SwarmLifecycle lifecycle, IdSource ids, InstantSource clock) {
        this.state = state;
        this.lifecycle = lifecycle;
        this.author = new Author(ids, clock);
    }

    /** @throws Refusal UNAVAILABLE where this node is no manager, or none that knows the cluster yet */
    public Image image() {
        LocalSwarm local = lifecycle.local();
        switch (local.state()) {
            case INACTIVE -> throw Refusals.notInSwarm();
            case LOCKED -> throw Refusals.locked();
            case PENDING, ACTIVE, ERROR -> {}
        }
        if (!local.manager()) {
            throw Refusals.notManager();
        }
        Image image = state.current();
        if (image.cluster().isEmpty()) {
            throw Refusals.noLeader();
        }
        return image;
    }

    /** The image for merging into what the engine says: empty on nodes that are no managers. */
    public Image imageIfAny() {
        return lifecycle.local().manager() ? state.image() : Image.empty();
    }

    public SeenState seen() {
        return state.seen();
    }

    public LocalSwarm local() {
        return lifecycle.local();
    }

    public Author author() {
        return author;
    }

    /** Id of this node, which is a member. */
    public NodeId self() {
        NodeId id = lifecycle.local().nodeId();
        if (id == null) {
            throw Refusals.notInSwarm();
        }
        return id;
    }

    /** Done when the transaction is applied here; fails with the {@link Refusal} for the user. Holds no thread meanwhile. */
    public CompletionStage<Void> commit(Transaction transaction) {
        return state.commit(transaction).thenAccept(outcome -> {
            if (outcome instanceof Outcome.Refused refused) {
                throw refusal(refused);
            }
        });
    }

    private static Refusal refusal(Outcome.Refused refused) {
        Refusal.Kind kind = switch (refused.reason()) {
            case OUT_OF_SEQUENCE -> Refusal.Kind.OUT_OF_SEQUENCE;
            case ALREADY_EXISTS -> Refusal.Kind.ALREADY_EXISTS;
            case NOT_FOUND -> Refusal.Kind.NOT_FOUND;
            case STALE_TERM -> Refusal.Kind.UNKNOWN;
            case WRONG_FORMAT -> Refusal.Kind.FAILED_PRECONDITION;
        };
        if (kind == Refusal.Kind.ALREADY_EXISTS && refused.message().startsWith("network ")) {
            return Refusal.plain(kind, refused.message().replaceFirst("network ", "network with name "));
        }
        String text = kind == Refusal.Kind.ALREADY_EXISTS && refused.message().startsWith("service ")
                ? "name conflicts with an existing object: " + refused.message()
                : refused.message();
        return Refusal.control(kind, text);
    }
}
