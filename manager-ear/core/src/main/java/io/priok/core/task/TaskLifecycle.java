package io.priok.core.task;

import static io.priok.domain.TaskState.ACCEPTED;
import static io.priok.domain.TaskState.ASSIGNED;
import static io.priok.domain.TaskState.COMPLETE;
import static io.priok.domain.TaskState.FAILED;
import static io.priok.domain.TaskState.NEW;
import static io.priok.domain.TaskState.ORPHANED;
import static io.priok.domain.TaskState.PENDING;
import static io.priok.domain.TaskState.PREPARING;
import static io.priok.domain.TaskState.READY;
import static io.priok.domain.TaskState.REJECTED;
import static io.priok.domain.TaskState.REMOVE;
import static io.priok.domain.TaskState.RUNNING;
import static io.priok.domain.TaskState.SHUTDOWN;
import static io.priok.domain.TaskState.STARTING;

import io.priok.domain.TaskState;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which moves a task may make, by who makes them. Observed and desired states share their names but have tables of their own.
 *
 * <p>An agent may leave out states, because reports are merged and lost. A task that has ended stays as it ended, but for the
 * enforcer's word on why.
 */
public final class TaskLifecycle {
    private static final Set<TaskState> AT_WORKER = EnumSet.of(ASSIGNED, ACCEPTED, PREPARING, READY, STARTING, RUNNING);
    private static final Set<TaskState> BY_AGENT =
            EnumSet.of(ACCEPTED, PREPARING, READY, STARTING, RUNNING, COMPLETE, SHUTDOWN, FAILED, REJECTED);
    private static final Set<TaskState> DESIRABLE = EnumSet.of(READY, RUNNING, COMPLETE, SHUTDOWN, REMOVE);
    private static final Map<Actor, Map<TaskState, Set<TaskState>>> MOVES = moves();

    private TaskLifecycle() {}

    /** Judges a move of the observed state. */
    public static Answer move(Actor actor, TaskState from, TaskState to) {
        if (from == to) {
            return Answer.NOOP;
        }
        Set<TaskState> targets = MOVES.getOrDefault(actor, Map.of()).getOrDefault(from, Set.of());
        return targets.contains(to) ? Answer.SUCCESS : Answer.ILLEGAL;
    }

    /** Judges a change of mind about how far a task is to go; only managers have one. */
    public static Answer desire(TaskState from, TaskState to) {
        if (from == to) {
            return Answer.NOOP;
        }
        return to.isAfter(from) && DESIRABLE.contains(to) ? Answer.SUCCESS : Answer.ILLEGAL;
    }

    private static Map<Actor, Map<TaskState, Set<TaskState>>> moves() {
        Map<Actor, Map<TaskState, Set<TaskState>>> table = new EnumMap<>(Actor.class);
        allow(table, Actor.ALLOCATOR, EnumSet.of(NEW), EnumSet.of(PENDING));
        allow(table, Actor.SCHEDULER, EnumSet.of(NEW, PENDING), EnumSet.of(ASSIGNED));
        allow(table, Actor.AGENT, AT_WORKER, BY_AGENT);
        allow(table, Actor.ENFORCER, EnumSet.of(SHUTDOWN), EnumSet.of(REJECTED));
        allow(table, Actor.UNDERTAKER, AT_WORKER, EnumSet.of(ORPHANED));
        return table;
    }

    private static void allow(
            Map<Actor, Map<TaskState, Set<TaskState>>> table, Actor actor, Set<TaskState> from, Set<TaskState> to) {
        for (TaskState start : from) {
            Set<TaskState> targets = EnumSet.noneOf(TaskState.class);
            to.stream().filter(target -> target.isAfter(start)).forEach(targets::add);
            table.computeIfAbsent(actor, any -> new EnumMap<>(TaskState.class)).put(start, targets);
        }
    }
}
