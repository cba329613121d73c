package io.priok.core.orchestrator;

import io.priok.core.draft.Draft;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.spec.ServiceMode;
import io.priok.domain.spec.ServiceMode.Replicated;
import io.priok.domain.spec.ServiceMode.ReplicatedJob;
import java.util.Comparator;
import java.util.List;

/** Brings all services' tasks to what their specs ask for. */
public final class Orchestration {
    private final Draft draft;
    private final Restarts restarts;
    private final Updates updates;

    public Orchestration(Draft draft) {
        this.draft = draft;
        this.restarts = new Restarts(draft);
        this.updates = new Updates(draft);
    }

    public void run() {
        new Enforcer(draft, restarts).enforce();
        List<Service> services = draft.services().stream()
                .sorted(Comparator.comparing((Service service) -> service.meta().createdAt())
                        .thenComparing(service -> service.id().value()))
                .toList();
        Promotion promotion = new Promotion(draft);
        for (Service service : services) {
            if (service.pendingDelete()) {
                draft.tasksOf(service.id()).forEach(task -> Tasks.forget(draft, task));
            } else {
                reconcile(service);
                promotion.promote(service);
            }
        }
        forgetStrays();
        new Observations(draft).log();
    }

    private void reconcile(Service service) {
        ServiceMode mode = service.spec().mode();
        if (mode instanceof Replicated replicated) {
            new ReplicatedOrchestrator(draft, restarts, updates).reconcile(service, replicated);
        } else if (mode instanceof ReplicatedJob job) {
            new JobOrchestrator(draft, restarts).reconcile(service, job);
        } else if (mode instanceof ServiceMode.GlobalJob) {
            new JobOrchestrator(draft, restarts).reconcileGlobal(service);
        } else if (mode instanceof ServiceMode.Global) {
            new GlobalOrchestrator(draft, restarts, updates).reconcile(service);
        }
    }

    /** Tasks whose service is no more, which a removal and a creation at the same moment may leave. */
    private void forgetStrays() {
        for (Task task : draft.tasks()) {
            if (draft.service(task.serviceId()) == null) {
                Tasks.forget(draft, task);
            }
        }
    }
}
