package io.priok.core.orchestrator;

import io.priok.core.draft.Draft;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.UpdateStatus;
import io.priok.domain.UpdateStatus.State;
import io.priok.domain.spec.ServiceSpec;
import io.priok.domain.spec.UpdateConfig;
import io.priok.domain.spec.UpdateConfig.FailureAction;
import java.util.List;

/** What follows when more of an update's tasks fail than the user bears: a pause, or the way back to the previous spec. */
final class UpdateFailures {
    private UpdateFailures() {}

    /**
     * Takes the failure action when it is due.
     *
     * @param failures the failed tasks, newest last
     * @param slots how many slots the update concerns
     * @return true when the update ended by it
     */
    static boolean act(Draft draft, Service service, UpdateConfig config, List<Task> failures, long slots) {
        FailureAction action = config.failureActionOrDefault();
        if (action == FailureAction.CONTINUE
                || failures.isEmpty()
                || (double) failures.size() / Math.max(1, slots) <= config.maxFailureRatio()) {
            return false;
        }
        UpdateStatus status = service.updateStatus();
        boolean rollingBack = status != null && status.state() == State.ROLLBACK_STARTED;
        String cause = " due to failure or early termination of task "
                + failures.get(failures.size() - 1).id();
        ServiceSpec previous = service.previousSpec();
        if (action == FailureAction.ROLLBACK && !rollingBack && previous != null) {
            draft.put(rolledBack(draft, service, previous, "update rolled back" + cause));
            draft.wakeAt(draft.now());
        } else {
            String what = action == FailureAction.ROLLBACK && rollingBack ? "rollback paused" : "update paused";
            draft.put(service.withUpdateStatus(new UpdateStatus(
                    rollingBack ? State.ROLLBACK_PAUSED : State.PAUSED,
                    status == null ? null : status.startedAt(),
                    null,
                    what + cause)));
        }
        return true;
    }

    private static Service rolledBack(Draft draft, Service service, ServiceSpec previous, String message) {
        return new Service(
                service.id(),
                service.meta(),
                previous,
                service.previousSpecVersion(),
                null,
                0,
                new UpdateStatus(State.ROLLBACK_STARTED, draft.now(), null, message),
                service.ports(),
                service.pendingDelete(),
                service.job());
    }
}
