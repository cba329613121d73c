package io.priok.core.constraint;

import io.priok.domain.Node;
import java.util.List;

/**
 * The constraints of a placement, all of which must hold.
 *
 * @param wellFormed false when one of them could not be read, which the API does not let happen; no node satisfies those
 */
public record Constraints(List<ConstraintExpression> expressions, boolean wellFormed) {
    public Constraints {
        expressions = List.copyOf(expressions);
    }

    public static Constraints of(List<String> texts) {
        try {
            return new Constraints(ConstraintExpression.parse(texts), true);
        } catch (IllegalArgumentException malformed) {
            return new Constraints(List.of(), false);
        }
    }

    public boolean holdFor(Node node) {
        return wellFormed && expressions.stream().allMatch(expression -> expression.holdsFor(node));
    }
}
