package io.priok.api.http;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;

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

    /** Filters in either form: {@code {"name":{"web":true}}} or {@code {"name":["web"]}}. */
    public static Filters filters(@Nullable String json) {
        if (json == null || json.isEmpty()) {
            return Filters.NONE;
        }
        JsonValue value = GoJson.parse(json);
        if (!(value instanceof JsonObject object)) {
            throw malformed(value);
        }
        Map<String, Set<String>> filters = new LinkedHashMap<>();
        object.forEach((name, given) -> filters.put(name, values(given)));
        return new Filters(filters);
    }

    private static Set<String> values(JsonValue given) {
        Set<String> values = new LinkedHashSet<>();
        if (given instanceof JsonObject object) {
            object.forEach((value, set) -> {
                if (set == JsonValue.TRUE) {
                    values.add(value);
                } else if (set != JsonValue.FALSE) {
                    throw malformed(set);
                }
            });
        } else if (given instanceof JsonArray array) {
            for (JsonValue value : array) {
                if (!(value instanceof JsonString text)) {
                    throw malformed(value);
                }
                values.add(text.getString());
            }
        } else {
            throw malformed(given);
        }
        return values;
    }

    private static Refusal malformed(JsonValue value) {
        return Refusal.plain(
                INVALID_ARGUMENT,
                "json: cannot unmarshal " + GoJson.kind(value) + " into Go value of type map[string][]string");
    }
}
