package io.priok.console.services;

import io.priok.console.frame.Snapshot;
import io.priok.console.frame.Tone;
import io.priok.console.frame.Words;
import io.priok.console.tasks.TasksFacade;
import io.priok.control.query.ServiceQueries;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.UpdateStatus;
import io.priok.domain.spec.ServiceMode;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a service fares, and why.
 *
 * @param running tasks that run now, for a job those that are complete
 * @param wanted how many there should be
 * @param tone GOOD when converged, BUSY while tasks are on their way, WARN when they wait for something, BAD when they fail
 * @param word for the tone
 * @param why what stands in the way, in the words of the scheduler or the engine; empty when nothing does
 */
public record ServiceHealth(long running, long wanted, Tone tone, String word, String why) {
    /** A failure that is older than this, of a service that runs in full, is no news. */
    private static final Duration NEWS = Duration.ofMinutes(5);

    public static ServiceHealth of(Snapshot snapshot, Service service) {
        ServiceQueries.Progress progress = ServiceQueries.progress(snapshot.image(), snapshot.seen(), service);
        boolean job = service.spec().mode().isJob();
        long wanted = wanted(service.spec().mode(), progress);
        long have = job ? progress.completed() : progress.running();
        UpdateStatus update = service.updateStatus();
        if (update != null && isPaused(update.state())) {
            return new ServiceHealth(have, wanted, Tone.BAD, Words.word(update.state()), update.message());
        }
        String waiting = waiting(snapshot, service);
        if (!waiting.isEmpty()) {
            return new ServiceHealth(have, wanted, Tone.WARN, "waiting", waiting);
        }
        if (have >= wanted && (update == null || !isUnderWay(update.state()))) {
            return new ServiceHealth(have, wanted, Tone.GOOD, job ? "complete" : "converged", "");
        }
        return failure(snapshot, service)
                .map(why -> new ServiceHealth(have, wanted, Tone.BAD, "failing", why))
                .orElseGet(() -> new ServiceHealth(have, wanted, Tone.BUSY, busyWord(update), ""));
    }

    public String replicas() {
        return running + "/" + wanted;
    }

    private static String busyWord(@Nullable UpdateStatus update) {
        return update != null && isUnderWay(update.state()) ? Words.word(update.state()) : "converging";
    }

    private static long wanted(ServiceMode mode, ServiceQueries.Progress progress) {
        if (mode instanceof ServiceMode.ReplicatedJob job) {
            return job.totalCompletions();
        }
        return mode.isJob() ? progress.desired() + progress.completed() : progress.desired();
    }

    private static boolean isPaused(UpdateStatus.State state) {
        return switch (state) {
            case PAUSED, ROLLBACK_PAUSED -> true;
            case UPDATING, COMPLETED, ROLLBACK_STARTED, ROLLBACK_COMPLETED -> false;
        };
    }

    private static boolean isUnderWay(UpdateStatus.State state) {
        return switch (state) {
            case UPDATING, ROLLBACK_STARTED -> true;
            case PAUSED, ROLLBACK_PAUSED, COMPLETED, ROLLBACK_COMPLETED -> false;
        };
    }

    /** {@code 2 tasks wait: no suitable node (…)}, the commonest reason first. */
    private static String waiting(Snapshot snapshot, Service service) {
        Map<String, Long> reasons = new LinkedHashMap<>();
        for (Task task : snapshot.image().tasksOf(service.id())) {
            TaskStatus status = snapshot.status(task);
            if (TasksFacade.isWanted(snapshot, task)
                    && status.state().compareTo(TaskState.ASSIGNED) < 0
                    && !status.err().isEmpty()) {
                reasons.merge(status.err(), 1L, Long::sum);
            }
        }
        List<String> texts = reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(reason -> Words.count(reason.getValue(), "task")
                        + (reason.getValue() == 1 ? " waits: " : " wait: ")
                        + reason.getKey())
                .toList();
        return String.join("; ", texts);
    }

    /** What the task that failed last said, if that is news. */
    private static Optional<String> failure(Snapshot snapshot, Service service) {
        return snapshot.image().tasksOf(service.id()).stream()
                .filter(task -> isFailure(snapshot.status(task).state()))
                .filter(task -> snapshot.status(task).timestamp().plus(NEWS).isAfter(snapshot.now()))
                .max(Comparator.comparing((Task task) -> snapshot.status(task).timestamp())
                        .thenComparing(task -> task.id().value()))
                .map(task -> text(snapshot.status(task)));
    }

    private static String text(TaskStatus status) {
        String said = status.err().isEmpty() ? status.message() : status.err();
        return "last task " + Words.word(status.state()) + (said.isEmpty() ? "" : ": " + said);
    }

    private static boolean isFailure(TaskState state) {
        return state == TaskState.FAILED || state == TaskState.REJECTED;
    }
}
