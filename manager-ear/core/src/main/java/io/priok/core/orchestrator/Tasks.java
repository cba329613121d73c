package io.priok.core.orchestrator;

import io.priok.core.draft.Draft;
import io.priok.domain.Meta;
import io.priok.domain.NodeId;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.TaskSpec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes tasks and tells what they are to a service. */
final class Tasks {
    private Tasks() {}

    /**
     * A task for the service as it is now. It is wanted READY; {@link Promotion} lets it run when nothing is in its way.
     *
     * @param startAt absent for as soon as possible
     */
    static Task create(Draft draft, Service service, SlotKey slot, @Nullable Instant startAt) {
        Task task = new Task(
                draft.newTaskId(),
                Meta.created(draft.now()),
                service.id(),
                service.name(),
                service.spec().labels(),
                slot.slot(),
                slot.node(),
                specOf(draft, service),
                service.specVersion(),
                TaskState.READY,
                TaskStatus.of(TaskState.NEW, draft.now(), "created"),
                startAt,
                iteration(service),
                hostPorts(service));
        draft.put(task);
        return task;
    }

    /** What the tasks of this service are made from: its template, with the cluster's log driver where it names none. */
    static TaskSpec specOf(Draft draft, Service service) {
        TaskSpec template = service.spec().taskTemplate();
        TaskSpec.Driver fallback = draft.cluster()
                .map(cluster -> cluster.spec().taskDefaults().logDriver())
                .orElse(null);
        return template.logDriver() != null || fallback == null ? template : withLogDriver(template, fallback);
    }

    static TaskSpec withLogDriver(TaskSpec spec, TaskSpec.@Nullable Driver driver) {
        return new TaskSpec(
                spec.containerSpec(),
                spec.resources(),
                spec.restartPolicy(),
                spec.placement(),
                spec.networks(),
                driver,
                spec.forceUpdate(),
                spec.runtime());
    }

    static List<PortConfig> hostPorts(Service service) {
        return service.spec().publishedPorts().stream()
                .filter(PortConfig::isHostMode)
                .toList();
    }

    static long iteration(Service service) {
        return service.job() == null ? 0 : service.job().iteration();
    }

    /** How far a task of this service is to go: a service's to run, a job's to complete. */
    static TaskState goal(Service service) {
        return service.spec().mode().isJob() ? TaskState.COMPLETE : TaskState.RUNNING;
    }

    /** True while the managers want the task to run, or to get ready for it. */
    static boolean isWanted(Task task) {
        return !task.desiredState().isAfter(TaskState.COMPLETE);
    }

    static boolean isForgotten(Task task) {
        return task.desiredState() == TaskState.REMOVE;
    }

    static void shutDown(Draft draft, Task stale) {
        Task task = draft.latest(stale);
        if (isWanted(task)) {
            draft.put(task.withDesiredState(TaskState.SHUTDOWN));
        }
    }

    static void forget(Draft draft, Task stale) {
        Task task = draft.latest(stale);
        if (!isForgotten(task)) {
            draft.put(task.withDesiredState(TaskState.REMOVE));
        }
    }

    static @Nullable NodeId nodeOf(Service service, Task task) {
        return service.spec().mode().isGlobal() ? task.nodeId() : null;
    }
}
