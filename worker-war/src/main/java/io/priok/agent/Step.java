package io.priok.agent;

import io.priok.domain.TaskStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The next thing to do for a task. */
sealed interface Step {
    /** Nothing but the status changes. */
    record Advance(TaskStatus status) implements Step {}

    record Create() implements Step {}

    record Pull() implements Step {}

    record Start() implements Step {}

    record Inspect() implements Step {}

    record Signal() implements Step {}

    record Kill() implements Step {}

    record Delete() implements Step {}

    /** Nothing is left of it. */
    record Forget() implements Step {}

    /** @param until when to look again without being told, null for never */
    record Rest(@Nullable Instant until) implements Step {}
}
