package io.priok.control.command;

import io.priok.domain.Node;
import io.priok.domain.Refusal;
import java.util.Map;

/** Nodes whose server has the worker application alone. They say so by a label among their engine's. */
final class WorkerOnly {
    static final Map<String, String> LABELS = Map.of("io.priok.worker-only", "true");

    private WorkerOnly() {}

    static void checkPromotion(Node node) {
        Map<String, String> labels = node.description().engine().labels();
        if (labels.entrySet().containsAll(LABELS.entrySet())) {
            throw Refusal.plain(
                    Refusal.Kind.FAILED_PRECONDITION,
                    "node " + node.hostname() + " cannot be promoted: its server runs the worker application alone;"
                            + " deploy the manager application on it first");
        }
    }
}
