package io.priok.control.spec;

import static io.priok.domain.Refusal.Kind.UNKNOWN;

import io.priok.core.constraint.ConstraintExpression;
import io.priok.domain.Refusal;
import java.util.List;

/** The scheduler's own grammar of placement constraints. */
public final class ConstraintGrammar implements ConstraintCheck {
    @Override
    public void check(List<String> constraints) {
        try {
            ConstraintExpression.parse(constraints);
        } catch (IllegalArgumentException e) {
            String why = e.getMessage();
            throw Refusal.control(UNKNOWN, why == null ? "malformed constraint" : why);
        }
    }
}
