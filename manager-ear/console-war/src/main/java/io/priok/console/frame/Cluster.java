package io.priok.console.frame;

import io.priok.control.desk.ClusterDesk;
import io.priok.control.port.LocalSwarm;
import io.priok.control.port.SwarmLifecycle;
import io.priok.domain.NodeId;
import io.priok.domain.Refusal;
import io.priok.domain.TaskId;
import io.priok.domain.TaskStatus;
import io.priok.identity.IdSource;
import io.priok.image.ClusterState;
import io.priok.image.Image;
import io.priok.image.SeenState;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cluster for one request: every part of a page shows the same moment. */
@Named
@RequestScoped
public class Cluster {
    @Inject
    private ClusterState state;

    @Inject
    private SwarmLifecycle lifecycle;

    @Inject
    private IdSource ids;

    @Inject
    private InstantSource clock;

    @Inject
    private Quorum quorum;

    private @Nullable Snapshot snapshot;

    public Snapshot snapshot() {
        if (snapshot == null) {
            snapshot = look();
        }
        return snapshot;
    }

    public Standing standing() {
        return snapshot().standing();
    }

    /** After a deed the page shows what came of it. */
    void forget() {
        snapshot = null;
    }

    ClusterDesk desk() {
        return new ClusterDesk(state, lifecycle, ids, clock);
    }

    private Snapshot look() {
        LocalSwarm local = lifecycle.local();
        Instant now = clock.instant();
        if (!local.manager()) {
            return new Snapshot(
                    Image.empty(), NothingSeen.INSTANCE, Standing.of(local, false, false), local.nodeId(), now);
        }
        try {
            Image image = state.image();
            boolean known = image.cluster().isPresent();
            return new Snapshot(
                    known ? image : Image.empty(),
                    state.seen(),
                    Standing.of(local, known, known && quorum.holds()),
                    local.nodeId(),
                    now);
        } catch (Refusal stoppedMeanwhile) {
            return new Snapshot(
                    Image.empty(), NothingSeen.INSTANCE, Standing.of(LocalSwarm.INACTIVE, false, false), null, now);
        }
    }

    private enum NothingSeen implements SeenState {
        INSTANCE;

        @Override
        public Optional<TaskStatus> task(TaskId id) {
            return Optional.empty();
        }

        @Override
        public Optional<Pulse> pulse(NodeId id) {
            return Optional.empty();
        }
    }
}
