package io.priok.console.tasks;

import java.util.Locale;

/**
 * Which tasks to show, as the address says it. Empty parts let all through.
 *
 * @param service name or id
 * @param node hostname or id
 * @param state the word of a state
 * @param history also tasks that have been replaced or shut down
 */
public record TaskFilter(String service, String node, String state, boolean history) {
    public TaskFilter {
        service = service.strip();
        node = node.strip();
        state = state.strip().toLowerCase(Locale.ROOT);
    }

    public static TaskFilter ofService(String id, boolean history) {
        return new TaskFilter(id, "", "", history);
    }

    public static TaskFilter ofNode(String id, boolean history) {
        return new TaskFilter("", id, "", history);
    }

    public boolean isEmpty() {
        return service.isEmpty() && node.isEmpty() && state.isEmpty();
    }
}
