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
import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.TaskState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskLifecycleTest {
    private static final List<TaskState> FROM_ACCEPTED =
            List.of(PREPARING, READY, STARTING, RUNNING, COMPLETE, SHUTDOWN, FAILED, REJECTED);

    /** Written out, so that a change of the rule shows here. */
    private static final Map<Actor, Map<TaskState, List<TaskState>>> ALLOWED = Map.of(
            Actor.ALLOCATOR, Map.of(NEW, List.of(PENDING)),
            Actor.SCHEDULER, Map.of(NEW, List.of(ASSIGNED), PENDING, List.of(ASSIGNED)),
            Actor.AGENT,
                    Map.of(
                            ASSIGNED,
                            List.of(
                                    ACCEPTED, PREPARING, READY, STARTING, RUNNING, COMPLETE, SHUTDOWN, FAILED,
                                    REJECTED),
                            ACCEPTED,
                            FROM_ACCEPTED,
                            PREPARING,
                            List.of(READY, STARTING, RUNNING, COMPLETE, SHUTDOWN, FAILED, REJECTED),
                            READY,
                            List.of(STARTING, RUNNING, COMPLETE, SHUTDOWN, FAILED, REJECTED),
                            STARTING,
                            List.of(RUNNING, COMPLETE, SHUTDOWN, FAILED, REJECTED),
                            RUNNING,
                            List.of(COMPLETE, SHUTDOWN, FAILED, REJECTED)),
            Actor.ENFORCER, Map.of(SHUTDOWN, List.of(REJECTED)),
            Actor.UNDERTAKER,
                    Map.of(
                            ASSIGNED,
                            List.of(ORPHANED),
                            ACCEPTED,
                            List.of(ORPHANED),
                            PREPARING,
                            List.of(ORPHANED),
                            READY,
                            List.of(ORPHANED),
                            STARTING,
                            List.of(ORPHANED),
                            RUNNING,
                            List.of(ORPHANED)));

    private static final Map<TaskState, List<TaskState>> DESIRABLE = Map.of(
            NEW, List.of(READY, RUNNING, COMPLETE, SHUTDOWN, REMOVE),
            PENDING, List.of(READY, RUNNING, COMPLETE, SHUTDOWN, REMOVE),
            ASSIGNED, List.of(READY, RUNNING, COMPLETE, SHUTDOWN, REMOVE),
            ACCEPTED, List.of(READY, RUNNING, COMPLETE, SHUTDOWN, REMOVE),
            PREPARING, List.of(READY, RUNNING, COMPLETE, SHUTDOWN, REMOVE),
            READY, List.of(RUNNING, COMPLETE, SHUTDOWN, REMOVE),
            STARTING, List.of(RUNNING, COMPLETE, SHUTDOWN, REMOVE),
            RUNNING, List.of(COMPLETE, SHUTDOWN, REMOVE),
            COMPLETE, List.of(SHUTDOWN, REMOVE),
            SHUTDOWN, List.of(REMOVE));

    @Test
    void everyMoveOfEveryActorIsAsWrittenHere() {
        for (Actor actor : Actor.values()) {
            for (TaskState from : TaskState.values()) {
                for (TaskState to : TaskState.values()) {
                    boolean allowed =
                            ALLOWED.get(actor).getOrDefault(from, List.of()).contains(to);
                    assertThat(TaskLifecycle.move(actor, from, to))
                            .as("%s moves %s to %s", actor, from, to)
                            .isEqualTo(from == to ? Answer.NOOP : allowed ? Answer.SUCCESS : Answer.ILLEGAL);
                }
            }
        }
    }

    @Test
    void everyChangeOfTheDesiredStateIsAsWrittenHere() {
        for (TaskState from : TaskState.values()) {
            for (TaskState to : TaskState.values()) {
                boolean allowed = DESIRABLE.getOrDefault(from, later(from)).contains(to);
                assertThat(TaskLifecycle.desire(from, to))
                        .as("%s to %s", from, to)
                        .isEqualTo(from == to ? Answer.NOOP : allowed ? Answer.SUCCESS : Answer.ILLEGAL);
            }
        }
    }

    /** FAILED and REJECTED, which nobody desires, could still only be followed by removal. */
    private static List<TaskState> later(TaskState from) {
        return from == FAILED || from == REJECTED ? List.of(REMOVE) : List.of();
    }

    @Test
    void noMoveGoesBackwards() {
        for (Actor actor : Actor.values()) {
            for (TaskState from : TaskState.values()) {
                for (TaskState to : TaskState.values()) {
                    if (from.isAfter(to)) {
                        assertThat(TaskLifecycle.move(actor, from, to)).isEqualTo(Answer.ILLEGAL);
                    }
                }
            }
        }
    }
}
