package io.priok.core.pass;

import io.priok.core.allocator.PortAllocator;
import io.priok.core.draft.Draft;
import io.priok.core.orchestrator.Orchestration;
import io.priok.core.reaper.Reaper;
import io.priok.core.scheduler.Scheduler;
import io.priok.domain.Node;

/**
 * The control loops in one go: node health, allocator, orchestrators, scheduler, reaper.
 *
 * <p>Goal: what can be decided is decided at once, so that a new service's tasks are created and have their node in one log entry.
 * Each stage works on the draft that the earlier ones left. A pass is pure, and complete in itself: leaving one out, or running
 * two, or one after a change of leader, changes nothing but time. A transaction that is refused, because a user changed
 * something in between, is simply decided anew.
 */
public final class Pass {
    /** New tasks in one entry: about 1 MB of log. */
    public static final int MOST_CREATED = 1000;

    private final int mostCreated;

    public Pass() {
        this(MOST_CREATED);
    }

    /** @param mostCreated how many tasks one decision may create; the rest follows in the next, due at once */
    public Pass(int mostCreated) {
        this.mostCreated = mostCreated;
    }

    public Decision decide(View view) {
        Draft draft = new Draft(view.image(), view.seen(), view.now(), view.ids(), mostCreated);
        view.nodes().forEach((id, status) -> {
            Node node = draft.node(id);
            if (node != null && !node.status().equals(status)) {
                draft.put(node.withStatus(status));
            }
        });
        new PortAllocator(draft).allocate();
        new Orchestration(draft).run();
        new Scheduler(draft).schedule();
        new Reaper(draft).reap();
        return new Decision(draft.changes(), draft.wakeAt());
    }
}
