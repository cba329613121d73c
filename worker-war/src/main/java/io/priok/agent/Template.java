package io.priok.agent;

import io.priok.domain.NodeDescription;
import io.priok.domain.Task;
import io.priok.message.TaskAssignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills in the placeholders that Swarm allows in a container's host name, environment and mounts, in the syntax of Go's
 * templates: fields such as <code>.Service.Name</code> in double braces, <code>index .Service.Labels "key"</code>,
 * <code>join "-" .Service.Name .Task.Slot</code>, quoted text, and the trim marks. Anything else is an error that names it.
 */
final class Template {
    private static final Pattern ACTION = Pattern.compile("\\{\\{(- )?(.*?)( -)?}}", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|[^\\s\"`]+)");
    private static final String LABELS = ".Service.Labels";

    private final Map<String, String> values;
    private final Map<String, String> serviceLabels;

    Template(TaskAssignment assignment, @Nullable NodeDescription node) {
        Task task = assignment.task();
        String nodeId = task.nodeId() == null ? "" : task.nodeId().value();
        serviceLabels = task.serviceLabels();
        values = Map.of(
                ".Service.ID", task.serviceId().value(),
                ".Service.Name", task.serviceName(),
                ".Node.ID", nodeId,
                ".Node.Hostname", assignment.nodeHostname(),
                ".Node.Platform.OS", node == null ? "linux" : node.platform().os(),
                ".Node.Platform.Architecture",
                        node == null
                                ? System.getProperty("os.arch", "")
                                : node.platform().architecture(),
                ".Task.ID", task.id().value(),
                ".Task.Name", task.containerName(),
                ".Task.Slot", task.slot() == 0 ? nodeId : Long.toString(task.slot()));
    }

    /** @param what is being filled in, for the error */
    String fill(String what, String text) throws Unfit {
        if (!text.contains("{{")) {
            return text;
        }
        StringBuilder filled = new StringBuilder();
        Matcher action = ACTION.matcher(text);
        int from = 0;
        boolean trim = false;
        while (action.find()) {
            append(filled, text.substring(from, action.start()), trim, action.group(1) != null);
            filled.append(value(what, action.group(2)));
            from = action.end();
            trim = action.group(3) != null;
        }
        String rest = text.substring(from);
        if (rest.contains("{{")) {
            throw new Unfit("expanding " + what + " failed: template: expansion: unclosed action in " + text);
        }
        append(filled, rest, trim, false);
        return filled.toString();
    }

    private static void append(StringBuilder to, String text, boolean trimStart, boolean trimEnd) {
        String start = trimStart ? text.stripLeading() : text;
        to.append(trimEnd ? start.stripTrailing() : start);
    }

    private String value(String what, String action) throws Unfit {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(action);
        while (word.lookingAt()) {
            words.add(word.group(1));
            word.region(word.end(), action.length());
        }
        String head = words.isEmpty() ? "" : words.get(0);
        if (words.size() == 1) {
            return operand(what, head);
        }
        if (head.equals("index") && words.size() == 3 && words.get(1).equals(LABELS)) {
            return serviceLabels.getOrDefault(operand(what, words.get(2)), "");
        }
        if (head.equals("join") && words.size() > 2) {
            List<String> parts = new ArrayList<>();
            for (String part : words.subList(2, words.size())) {
                parts.add(operand(what, part));
            }
            return String.join(operand(what, words.get(1)), parts);
        }
        throw unknown(what, action);
    }

    private String operand(String what, String word) throws Unfit {
        if (word.length() > 1 && (word.startsWith("\"") || word.startsWith("`"))) {
            String inner = word.substring(1, word.length() - 1);
            return word.startsWith("`") ? inner : inner.replaceAll("\\\\(.)", "$1");
        }
        String value = values.get(word);
        if (value != null) {
            return value;
        }
        if (word.startsWith(LABELS + ".")) {
            return serviceLabels.getOrDefault(word.substring(LABELS.length() + 1), "<no value>");
        }
        throw unknown(what, word);
    }

    private static Unfit unknown(String what, String word) {
        return new Unfit("expanding " + what + " failed: template: expansion: can't evaluate {{" + word.strip() + "}}");
    }
}
