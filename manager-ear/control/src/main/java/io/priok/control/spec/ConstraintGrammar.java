package io.priok.control.spec;

import static io.priok.domain.Refusal.Kind.UNKNOWN;

import io.priok.domain.Refusal;
import java.util.List;
import java.util.regex.Pattern;

/** The form of placement constraints: {@code key==value} or {@code key!=value}, with blanks around the parts. */
public final class ConstraintGrammar implements ConstraintCheck {
    private static final Pattern KEY = Pattern.compile("(?i)[a-z_][a-z0-9\\-_.]+");
    private static final Pattern VALUE = Pattern.compile("(?i)[a-z0-9:\\-_\\s\\.\\*\\(\\)\\?\\+\\[\\]\\\\\\^\\$\\|/]+");

    @Override
    public void check(List<String> constraints) {
        constraints.forEach(ConstraintGrammar::check);
    }

    private static void check(String constraint) {
        int equal = constraint.indexOf("==");
        int unequal = constraint.indexOf("!=");
        int operator = equal < 0 ? unequal : unequal < 0 ? equal : Math.min(equal, unequal);
        if (operator < 0) {
            throw Refusal.control(UNKNOWN, "constraint expected one operator from ==, !=");
        }
        String key = constraint.substring(0, operator).strip();
        String value = constraint.substring(operator + 2).strip();
        if (!KEY.matcher(key).matches()) {
            throw Refusal.control(UNKNOWN, "key '" + key + "' is invalid");
        }
        if (!VALUE.matcher(value).matches()) {
            throw Refusal.control(UNKNOWN, "value '" + value + "' is invalid");
        }
    }
}
