package io.priok.api;

import io.priok.api.http.Answers;
import io.priok.control.command.Author;
import io.priok.control.desk.ClusterDesk;
import io.priok.control.port.LocalSwarm;
import io.priok.control.port.SwarmLifecycle;
import io.priok.domain.NodeId;
import io.priok.domain.Refusal;
import io.priok.identity.IdSource;
import io.priok.image.ClusterState;
import io.priok.image.Image;
import io.priok.image.SeenState;
import io.priok.state.Transaction;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The {@link ClusterDesk} for resources: what comes of a commit is an answer. */
@Dependent
public class Desk {
    private final ClusterDesk desk;
    private final SwarmLifecycle lifecycle;

    @Inject
    public Desk(ClusterState state, SwarmLifecycle lifecycle, IdSource ids, InstantSource clock) {
        this.desk = new ClusterDesk(state, lifecycle, ids, clock);
        this.lifecycle = lifecycle;
    }

    /** @throws Refusal UNAVAILABLE where this node is no manager, or none that knows the cluster yet */
    public Image image() {
        return desk.image();
    }

    /** The image for merging into what the engine says: empty on nodes that are no managers. */
    Image imageIfAny() {
        return desk.imageIfAny();
    }

    SeenState seen() {
        return desk.seen();
    }

    /** True while this node belongs to a swarm. */
    public boolean isMember() {
        return desk.local().isMember();
    }

    /** True where {@link #image} is served. */
    public boolean isManager() {
        return desk.local().manager();
    }

    LocalSwarm local() {
        return desk.local();
    }

    SwarmLifecycle lifecycle() {
        return lifecycle;
    }

    Author author() {
        return desk.author();
    }

    /** Id of this node, which is a member. */
    NodeId self() {
        return desk.self();
    }

    /** Holds no thread while the managers agree. */
    CompletionStage<Response> commit(Transaction transaction, Supplier<Response> done) {
        return desk.commit(transaction)
                .handle((nothing, failure) -> failure == null ? done.get() : Answers.failure(failure));
    }
}
