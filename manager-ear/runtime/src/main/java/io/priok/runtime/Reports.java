package io.priok.runtime;

import static io.priok.message.Queues.KIND;

import io.priok.broker.Body;
import io.priok.broker.Delivery;
import io.priok.domain.NodeId;
import io.priok.json.Json;
import io.priok.message.FullReport;
import io.priok.message.Heartbeat;
import io.priok.message.StatusReport;
import io.priok.store.seen.SeenCaches;
import java.util.function.Consumer;

/**
 * Takes what the agents on this manager's broker report: statuses and heartbeats into the caches, where every manager sees them, and
 * full reports to the leader, whoever it is.
 */
final class Reports {
    private final NodeId self;
    private final SeenCaches seen;
    private final ControlLoop loop;
    private final Consumer<FullReport> toLeader;

    Reports(NodeId self, SeenCaches seen, ControlLoop loop, Consumer<FullReport> toLeader) {
        this.toLeader = toLeader;
        this.self = self;
        this.seen = seen;
        this.loop = loop;
    }

    /** An unknown kind is an error of the sender's: it ends with the dead letters. */
    void take(Delivery delivery) {
        if (!(delivery.body() instanceof Body.Text text)) {
            throw new IllegalArgumentException("a report that is not text");
        }
        String kind = delivery.properties().getOrDefault(KIND, "");
        switch (kind) {
            case "StatusReport" -> statuses(Json.read(text.value(), StatusReport.class));
            case "Heartbeat" -> seen.heartbeat(Json.read(text.value(), Heartbeat.class), self);
            case "FullReport" -> full(Json.read(text.value(), FullReport.class));
            default -> throw new IllegalArgumentException("a report of unknown kind '" + kind + "'");
        }
    }

    private void statuses(StatusReport report) {
        for (StatusReport.TaskObservation task : report.tasks()) {
            seen.report(task.taskId(), task.status());
        }
    }

    private void full(FullReport report) {
        for (StatusReport.TaskObservation task : report.tasks()) {
            seen.report(task.taskId(), task.status());
        }
        if (loop.term().isPresent()) {
            loop.fullReport(report);
        } else {
            toLeader.accept(report);
        }
    }
}
