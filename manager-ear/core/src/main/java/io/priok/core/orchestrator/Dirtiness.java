package io.priok.core.orchestrator;

import io.priok.core.constraint.Constraints;
import io.priok.core.draft.Draft;
import io.priok.domain.Node;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.spec.Placement;
import io.priok.domain.spec.TaskSpec;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a task still is what its service's spec asks for.
 *
 * <p>Equal spec versions settle it. Else the specs are compared, because a new version need not change the tasks. A change of
 * placement alone leaves a task where its node satisfies the new constraints. Ports published through the ingress are the
 * routing's affair and not the container's; those published on the host are the container's.
 */
public final class Dirtiness {
    private final Draft draft;

    Dirtiness(Draft draft) {
        this.draft = draft;
    }

    boolean isDirty(Service service, Task task) {
        return isDirty(service, task, placement -> {
            Node node = draft.node(task.nodeId());
            return node != null && draft.constraints(placement).holdFor(node);
        });
    }

    /**
     * The same outside a pass, for those who ask whether a service has converged.
     *
     * @param node the task's node, if it has one that is known
     */
    public static boolean isDirty(Service service, Task task, @Nullable Node node) {
        return isDirty(
                service,
                task,
                placement ->
                        node != null && Constraints.of(placement.constraints()).holdFor(node));
    }

    private static boolean isDirty(Service service, Task task, Predicate<Placement> nodeSuits) {
        if (task.specVersion() == service.specVersion()) {
            return false;
        }
        TaskSpec wanted = service.spec().taskTemplate();
        TaskSpec actual = task.spec();
        if (wanted.logDriver() == null && actual.logDriver() != null) {
            actual = Tasks.withLogDriver(actual, null);
        }
        if (!task.ports().equals(Tasks.hostPorts(service))) {
            return true;
        }
        if (wanted.equals(actual)) {
            return false;
        }
        return !(withoutPlacement(wanted).equals(withoutPlacement(actual)) && nodeSuits.test(wanted.placementOrNone()));
    }

    private static TaskSpec withoutPlacement(TaskSpec spec) {
        return new TaskSpec(
                spec.containerSpec(),
                spec.resources(),
                spec.restartPolicy(),
                null,
                spec.networks(),
                spec.logDriver(),
                spec.forceUpdate(),
                spec.runtime());
    }
}
