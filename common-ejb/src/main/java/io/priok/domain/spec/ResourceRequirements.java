package io.priok.domain.spec;

import org.jspecify.annotations.Nullable;

/** What a task may use at most, and what a node must have free for it. */
public record ResourceRequirements(
        @Nullable Resources limits, @Nullable Resources reservations) {}
