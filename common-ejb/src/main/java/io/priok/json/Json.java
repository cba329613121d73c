package io.priok.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.JsonException;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.adapter.JsonbAdapter;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.eclipse.yasson.JsonBindingProvider;

/** Writes and reads records as JSON with Docker's field names. Thread-safe. */
public final class Json {
    private static final Jsonb BINDING = new JsonBindingProvider()
            .create()
            .withConfig(new JsonbConfig()
                    .withPropertyVisibilityStrategy(new RecordComponents())
                    .withSerializers(new RecordJson())
                    .withPropertyNamingStrategy(FieldNames::of)
                    .withAdapters(Adapters.all().toArray(new JsonbAdapter<?, ?>[0])))
            .build();

    private Json() {}

    public static String write(Object value) {
        return BINDING.toJson(value);
    }

    /** UTF-8. */
    public static byte[] bytes(Object value) {
        return write(value).getBytes(UTF_8);
    }

    /** Does not close the writer. */
    public static void writeTo(Object value, Writer out) {
        try {
            out.write(write(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
}
