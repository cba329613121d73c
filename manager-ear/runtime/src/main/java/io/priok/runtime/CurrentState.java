package io.priok.runtime;

import io.priok.control.port.LogStreams;
import io.priok.control.port.Refusals;
import io.priok.domain.TaskId;
import io.priok.image.ClusterState;
import io.priok.image.Image;
import io.priok.image.SeenState;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The state and the logs of whatever manager runs on this node at the moment of a call. */
final class CurrentState implements ClusterState, LogStreams {
    private final ManagerNode node;

    CurrentState(ManagerNode node) {
        this.node = node;
    }

    @Override
    public Image image() {
        return manager().state().image();
    }

    @Override
    public Image current() {
        return manager().state().current();
    }

    @Override
    public SeenState seen() {
        return manager().state().seen();
    }

    @Override
    public CompletionStage<Outcome> commit(Transaction transaction) {
        return manager().state().commit(transaction);
    }

    @Override
    public CompletionStage<Image> fresh() {
        return manager().state().fresh();
    }

    @Override
    public Subscription open(List<TaskId> tasks, Options options, Sink sink) {
        return manager().logs().open(tasks, options, sink);
    }

    /** The API asks before; this is for a node that stops being a manager in between. */
    private RunningManager manager() {
        return node.running().orElseThrow(Refusals::notInSwarm);
    }
}
