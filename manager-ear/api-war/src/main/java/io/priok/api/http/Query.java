package io.priok.api.http;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;
import static io.priok.domain.Refusal.Kind.UNKNOWN;

import io.priok.control.query.Filters;
import io.priok.domain.Refusal;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Query parameters, read as the real one reads them. */
public final class Query {
    private Query() {}

    /** Anything but these words is true. */
    public static boolean flag(@Nullable String value) {
        return value != null
                && !Set.of("", "0", "no", "false", "none")
                        .contains(value.strip().toLowerCase(Locale.ROOT));
    }

    /** @param what names the object in the refusal: {@code service}, {@code node}, {@code swarm} … */
    public static long version(String what, @Nullable String value) {
        String text = value == null ? "" : value;
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw Refusal.plain(
                    INVALID_ARGUMENT,
                    "invalid " + what + " version '" + text + "': strconv.ParseUint: parsing \"" + text
                            + "\": invalid syntax");
        }
    }

    /** As {@link #filters(String, Refusal.Kind)}, where malformed filters count as a fault of the server. */
    public static Filters filters(@Nullable String json) {
        return filters(json, UNKNOWN);
    }

    /**
     * Filters in either form: {@code {"name":{"web":true}}} or {@code {"name":["web"]}}.
     *
     * @param malformed the kind of refusal of what is neither; the lists of the real one differ in it
     */
    public static Filters filters(@Nullable String json, Refusal.Kind malformed) {
        if (json == null || json.isEmpty()) {
            return Filters.NONE;
        }
        try {
            return new Filters(values(GoJson.parseWhole(json)));
        } catch (Refusal refusal) {
            throw Refusal.plain(malformed, refusal.getMessage());
        }
    }

    private static Map<String, Set<String>> values(JsonValue value) {
        Map<String, Set<String>> filters = new LinkedHashMap<>();
        if (value == JsonValue.NULL) {
            return filters;
        }
        if (!(value instanceof JsonObject object)) {
            throw mismatch(value, "map[string]map[string]bool");
        }
        boolean lists = object.values().stream().allMatch(Query::isListOfTexts);
        object.forEach((name, given) -> filters.put(name, lists ? texts(given) : keys(given)));
        return filters;
    }

    private static boolean isListOfTexts(JsonValue given) {
        return given == JsonValue.NULL
                || (given instanceof JsonArray array && array.stream().allMatch(JsonString.class::isInstance));
    }

    private static Set<String> texts(JsonValue given) {
        Set<String> texts = new LinkedHashSet<>();
        if (given instanceof JsonArray array) {
            array.getValuesAs(JsonString::getString).forEach(texts::add);
        }
        return texts;
    }

    /** A key counts with either truth value. */
    private static Set<String> keys(JsonValue given) {
        if (given == JsonValue.NULL) {
            return Set.of();
        }
        if (!(given instanceof JsonObject object)) {
            throw mismatch(given, "map[string]bool");
        }
        for (JsonValue set : object.values()) {
            if (set != JsonValue.TRUE && set != JsonValue.FALSE && set != JsonValue.NULL) {
                throw mismatch(set, "bool");
            }
        }
        return object.keySet();
    }

    private static Refusal mismatch(JsonValue value, String goType) {
        return Refusal.plain(
                INVALID_ARGUMENT, "json: cannot unmarshal " + GoTypes.kind(value) + " into Go value of type " + goType);
    }
}
