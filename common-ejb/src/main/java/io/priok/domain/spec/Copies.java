package io.priok.domain.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies at the border of a record: absent becomes empty, order is kept. */
public final class Copies {
    private Copies() {}

    public static <T> List<T> list(@Nullable List<T> given) {
        return given == null ? List.of() : List.copyOf(given);
    }

    public static <V> Map<String, V> map(@Nullable Map<String, V> given) {
        return given == null || given.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    public static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
