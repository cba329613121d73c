package io.priok.control.query;

import io.priok.domain.NodeState;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.spec.ServiceMode;
import io.priok.image.Image;
import io.priok.image.SeenState;
import java.util.List;
import java.util.Set;

/** Lists of services, and how far each has come. */
public final class ServiceQueries {
    private static final Set<String> FILTERS = Set.of("id", "name", "label", "mode", "runtime");

    private ServiceQueries() {}

    /**
     * How many tasks a service has and should have.
     *
     * @param desired tasks that should run now; for a job those still to run to completion
     * @param completed of a job's current run
     */
    public record Progress(long running, long desired, long completed) {}

    public static List<Service> list(Image image, Filters filters) {
        filters.allowing(FILTERS);
        return Order.byId(live(image).stream()
                .filter(service -> filters.prefix("id", service.id().value())
                        && filters.prefix("name", service.name())
                        && filters.labels("label", service.spec().labels())
                        && filters.exact("mode", modeName(service.spec().mode()))
                        && filters.exact("runtime", "container")));
    }

    /** Those that no one has asked to remove. */
    static List<Service> live(Image image) {
        return image.services().stream()
                .filter(service -> !service.pendingDelete())
                .toList();
    }

    public static Progress progress(Image image, SeenState seen, Service service) {
        long running = 0;
        long completed = 0;
        long desired = 0;
        long iteration = service.job() == null ? 0 : service.job().iteration();
        for (Task task : image.tasksOf(service.id())) {
            TaskState state = seen.of(task).state();
            boolean wanted = !task.desiredState().isAfter(TaskState.RUNNING);
            if (state == TaskState.RUNNING && isOnLiveNode(image, task)) {
                running++;
            }
            if (state == TaskState.COMPLETE && service.spec().mode().isJob() && task.jobIteration() == iteration) {
                completed++;
            }
            if (wanted || (service.spec().mode().isJob() && !state.isTerminal())) {
                desired++;
            }
        }
        return new Progress(running, desired(service.spec().mode(), desired), completed);
    }

    private static long desired(ServiceMode mode, long counted) {
        if (mode instanceof ServiceMode.Replicated replicated) {
            return replicated.replicas();
        }
        if (mode instanceof ServiceMode.ReplicatedJob job) {
            return job.maxConcurrent();
        }
        return counted;
    }

    /** What a lost node last reported is not counted: its tasks are being replaced. */
    private static boolean isOnLiveNode(Image image, Task task) {
        return task.nodeId() != null
                && image.node(task.nodeId())
                        .filter(node -> node.status().state() != NodeState.DOWN)
                        .isPresent();
    }

    /** The word of the {@code mode} filter. */
    public static String modeName(ServiceMode mode) {
        if (mode instanceof ServiceMode.Replicated) {
            return "replicated";
        }
        if (mode instanceof ServiceMode.Global) {
            return "global";
        }
        return mode instanceof ServiceMode.ReplicatedJob ? "replicated-job" : "global-job";
    }
}
