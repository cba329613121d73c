package io.priok.core.constraint;

import io.priok.domain.Node;
import io.priok.domain.spec.NodeSpec.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One placement constraint: a key, {@code ==} or {@code !=}, and a value. Syntax, meaning and error texts are SwarmKit's: keys
 * and values are compared without regard to case, names of labels with it; a key that means nothing is never satisfied.
 */
public record ConstraintExpression(String key, boolean wantsEqual, String value) {
    private static final Pattern KEY = Pattern.compile("[a-z_][a-z0-9\\-_.]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern VALUE =
            Pattern.compile("[a-z0-9:\\-_\\s.*()?+\\[\\]\\\\^$|/]+", Pattern.CASE_INSENSITIVE);
    private static final String NODE_LABELS = "node.labels.";
    private static final String ENGINE_LABELS = "engine.labels.";

    /**
     * Reads the constraints of a placement.
     *
     * @throws IllegalArgumentException with SwarmKit's text when one of them is malformed
     */
    public static List<ConstraintExpression> parse(List<String> texts) {
        List<ConstraintExpression> parsed = new ArrayList<>();
        for (String text : texts) {
            parsed.add(parse(text));
        }
        return List.copyOf(parsed);
    }

    /**
     * Reads one constraint.
     *
     * @throws IllegalArgumentException with SwarmKit's text when it is malformed
     */
    public static ConstraintExpression parse(String text) {
        boolean equal = text.contains("==");
        int at = text.indexOf(equal ? "==" : "!=");
        if (at < 0) {
            throw new IllegalArgumentException("constraint expected one operator from ==, !=");
        }
        String key = text.substring(0, at).strip();
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("key '" + key + "' is invalid");
        }
        String value = text.substring(at + 2).strip();
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("value '" + value + "' is invalid");
        }
        return new ConstraintExpression(key, equal, value);
    }

    /** True when the node satisfies this constraint. */
    public boolean holdsFor(Node node) {
        return switch (key.toLowerCase(Locale.ROOT)) {
            case "node.id" -> compare(node.id().value());
            case "node.hostname" -> compare(node.hostname());
            case "node.role" -> compare(node.spec().roleOrWorker() == Role.MANAGER ? "manager" : "worker");
            case "node.platform.os" -> compare(node.description().platform().os());
            case "node.platform.arch" -> compare(node.description().platform().architecture());
            case "node.ip" ->
                AddressRange.parse(value)
                        .map(range -> range.contains(node.status().address()) == wantsEqual)
                        .orElse(false);
            default -> label(node).map(this::compare).orElse(false);
        };
    }

    /** The value of the label that the key names, empty text when the node has no such label. */
    private Optional<String> label(Node node) {
        return labelName(NODE_LABELS)
                .map(name -> node.spec().labels().getOrDefault(name, ""))
                .or(() -> labelName(ENGINE_LABELS)
                        .map(name -> node.description().engine().labels().getOrDefault(name, "")));
    }

    private Optional<String> labelName(String prefix) {
        return key.length() > prefix.length() && key.regionMatches(true, 0, prefix, 0, prefix.length())
                ? Optional.of(key.substring(prefix.length()))
                : Optional.empty();
    }

    private boolean compare(String actual) {
        return value.equalsIgnoreCase(actual) == wantsEqual;
    }

    /** The value of a label that a placement preference names: empty text when the node lacks it, absent when it names no label. */
    public static Optional<String> labelValue(String descriptor, Node node) {
        return new ConstraintExpression(descriptor, true, "").label(node);
    }
}
