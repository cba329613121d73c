package io.priok.runtime;

import io.priok.domain.Refusal;
import io.priok.image.ClusterState;
import io.priok.image.Image;
import io.priok.image.SeenState;
import io.priok.json.Json;
import io.priok.log.LogException;
import io.priok.log.ReplicatedLog;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The cluster state on the log, the image and the caches of this manager. */
final class ReplicatedState implements ClusterState {
    private static final String NO_LEADER =
            "The swarm does not have a leader. It's possible that too few managers are online."
                    + " Make sure more than half of the managers are online.";
    private static final String LOST = "raft: failed to process the request: node lost leader status";

    private final ReplicatedLog log;
    private final EntrySeal seal;
    private final ImageMachine machine;
    private final SeenState seen;

    ReplicatedState(ReplicatedLog log, EntrySeal seal, ImageMachine machine, SeenState seen) {
        this.seal = seal;
        this.log = log;
        this.machine = machine;
        this.seen = seen;
    }

    @Override
    public Image image() {
        return machine.image();
    }

    @Override
    public SeenState seen() {
        return seen;
    }

    @Override
    public CompletionStage<Outcome> commit(Transaction transaction) {
        return log.append(seal.seal(Json.bytes(transaction))).handle((appended, failure) -> {
            if (failure != null) {
                throw refusal(failure);
            }
            return OutcomeJson.read(appended.result());
        });
    }

    @Override
    public CompletionStage<Image> fresh() {
        return log.readBarrier().handle((index, failure) -> {
            if (failure != null) {
                throw refusal(failure);
            }
            return machine.image();
        });
    }

    private static Refusal refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(cause instanceof LogException broken)) {
            return Refusal.plain(Refusal.Kind.UNKNOWN, String.valueOf(cause));
        }
        return switch (broken.kind()) {
            case NO_LEADER, CLOSED -> Refusal.control(Refusal.Kind.UNAVAILABLE, NO_LEADER);
            case UNKNOWN -> Refusal.control(Refusal.Kind.UNKNOWN, LOST);
            case TOO_LARGE ->
                Refusal.control(Refusal.Kind.INVALID_ARGUMENT, "request is too large: " + broken.getMessage());
            case DISK_FAILED, APPLY_FAILED, REFUSED ->
                Refusal.control(Refusal.Kind.UNAVAILABLE, String.valueOf(broken.getMessage()));
        };
    }
}
