package io.priok.agent;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members of a JSON object; a value that says nothing (absent, empty, zero, false) is left out. */
final class Members {
    private final Map<String, Object> members = new LinkedHashMap<>();

    void put(String name, @Nullable Object value) {
        if (value != null && !saysNothing(value)) {
            members.put(name, value);
        }
    }

    void put(String name, boolean value) {
        if (value) {
            members.put(name, true);
        }
    }

    /** A choice: false is not the same as absent. */
    void put(String name, @Nullable Boolean value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    Map<String, Object> map() {
        return members;
    }

    private static boolean saysNothing(Object value) {
        return value.equals("")
                || value.equals(0L)
                || (value instanceof Collection<?> collection && collection.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
    }
}
