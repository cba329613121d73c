package io.priok.core.pass;

import io.priok.core.allocator.PortAllocator;
import io.priok.core.draft.Draft;
import io.priok.core.orchestrator.Orchestration;
import io.priok.core.reaper.Reaper;
import io.priok.core.scheduler.Scheduler;
import io.priok.domain.Node;
import io.priok.state.Change;
import java.util.List;
import java.util.Optional;

/**
 * The control loops in one go: node health, allocator, orchestrators, scheduler, reaper.
 *
 * <p>Goal: what can be decided is decided at once, so that a new service's tasks are created and have their node in one log entry.
 * Each stage works on the draft that the earlier ones left. A pass is pure, and complete in itself: leaving one out, or running
 * two, or one after a change of leader, changes nothing but time. A transaction that is refused, because a user changed
 * something in between, is simply decided anew. So is what a decision that grew too large leaves out: changes come in the order in
 * which they were decided, causes first, so that any beginning of them is a sound state to go on from.
 */
public final class Pass {
    /** Changes in one entry: about 1 MB of log. */
    public static final int MOST_CHANGES = 1000;

    private final int mostChanges;

    public Pass() {
        this(MOST_CHANGES);
    }

    /** @param mostChanges how many objects one decision may change; the rest follows in the next, due at once */
    public Pass(int mostChanges) {
        this.mostChanges = mostChanges;
    }

    public Decision decide(View view) {
        Draft draft = new Draft(view.image(), view.seen(), view.now(), view.ids(), mostChanges);
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
        List<Change> changes = draft.changes();
        return changes.size() <= mostChanges
                ? new Decision(changes, draft.wakeAt())
                : new Decision(changes.subList(0, mostChanges), Optional.of(view.now()));
    }
}
