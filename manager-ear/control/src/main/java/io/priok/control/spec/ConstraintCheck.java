package io.priok.control.spec;

import java.util.List;

/** Reads placement constraints as the scheduler will, so that both accept the same. */
@FunctionalInterface
public interface ConstraintCheck {
    /** @throws io.priok.domain.Refusal UNKNOWN, with the reason, for the first that cannot be read */
    void check(List<String> constraints);
}
