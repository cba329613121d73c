package io.priok.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.JsonException;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.adapter.JsonbAdapter;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Map;
import org.eclipse.yasson.JsonBindingProvider;
import org.eclipse.yasson.YassonJsonb;

/** Writes and reads records as JSON with Docker's field names. Thread-safe. */
public final class Json {
    private static final JsonProvider STREAMS = JsonProvider.provider();
    private static final YassonJsonb BINDING = (YassonJsonb) new JsonBindingProvider()
            .create()
            .withConfig(new JsonbConfig()
                    .withPropertyVisibilityStrategy(new RecordComponents())
                    .withSerializers(new RecordJson())
                    .withPropertyNamingStrategy(FieldNames::of)
                    .withAdapters(Adapters.all().toArray(new JsonbAdapter<?, ?>[0])))
            .build();

    private Json() {}

    public static String write(Object value) {
        StringWriter text = new StringWriter();
        writeTo(value, text);
        return text.toString();
    }

    /** UTF-8. */
    public static byte[] bytes(Object value) {
        return write(value).getBytes(UTF_8);
    }

    /** Writes without closing the writer. */
    public static void writeTo(Object value, Writer out) {
        try (JsonGenerator generator = new Omitting(STREAMS.createGenerator(new Uncloseable(out)))) {
            BINDING.toJson(value, generator);
        }
    }

    /**
     * Reads a record; unknown members are ignored, missing ones become empty.
     *
     * @throws MalformedJson when the text is not JSON or not of this shape
     */
    public static <T> T read(String text, Class<T> type) {
        T value;
        try {
            value = BINDING.fromJson(new StringReader(text), type);
        } catch (JsonbException | JsonException e) {
            throw malformed(e);
        }
        if (value == null) {
            throw new MalformedJson("unexpected null");
        }
        return value;
    }

    /** UTF-8. */
    public static <T> T read(byte[] text, Class<T> type) {
        return read(new String(text, UTF_8), type);
    }

    /** Adapters throw {@link MalformedJson} with words for the user; the library wraps them. */
    private static MalformedJson malformed(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MalformedJson found) {
                return found;
            }
        }
        String message = e.getMessage();
        return new MalformedJson(message == null ? "malformed JSON" : message, e);
    }

    /** A map as a JSON object, for free-form members. */
    public static String writeMap(Map<String, ?> map) {
        return write(map);
    }
}
