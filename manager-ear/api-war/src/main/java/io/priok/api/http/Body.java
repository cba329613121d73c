package io.priok.api.http;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;

import io.priok.domain.Refusal;
import io.priok.json.Json;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** Bodies of requests. */
public final class Body {
    /** More than any spec needs: the largest secret or config is 1,000 KiB before its base64. */
    public static final int LARGEST = 8 * 1024 * 1024;

    private static final String EXPECTED = "application/json";

    private Body() {}

    /**
     * Reads a record.
     *
     * @param contentType the header, absent when there is none
     * @throws Refusal INVALID_ARGUMENT in the words of the real one's decoder
     */
    public static <T> T read(@Nullable JsonText body, @Nullable String contentType, Class<T> type) {
        return Json.read(check(body, contentType, type), type);
    }

    /** As {@link #read}, without making the record; gives the text of the value. */
    public static String check(@Nullable JsonText body, @Nullable String contentType, Class<?> type) {
        String given = body == null ? "" : body.toString();
        if (!given.isEmpty() || contentType != null) {
            checkType(contentType == null ? "" : contentType);
        }
        String text = GoJson.first(given);
        JsonValue value = GoJson.parse(text);
        GoShape.check(value, type);
        GoWords.check(value, type);
        return text;
    }

    private static void checkType(String header) {
        String type = header.split(";", 2)[0].strip();
        if (type.isEmpty()) {
            throw Refusal.plain(
                    INVALID_ARGUMENT, "malformed Content-Type header (" + header + "): mime: no media type");
        }
        if (!type.equalsIgnoreCase(EXPECTED)) {
            throw Refusal.plain(
                    INVALID_ARGUMENT, "unsupported Content-Type header (" + header + "): must be '" + EXPECTED + "'");
        }
    }
}
