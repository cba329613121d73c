package io.priok.json;

import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A generator that leaves out what Docker's encoder leaves out: empty arrays, empty texts, and the zeros, falses and empty maps
 * that {@link FieldNames} lists. Only members of objects are left out, never elements of arrays.
 *
 * <p>A member's key, and the start of an array or a map, are held back until something follows that is worth writing.
 */
final class Omitting implements JsonGenerator {
    private static final String ROOT = "";

    private final JsonGenerator out;
    /** Names of the open objects and arrays; an array's elements have the array's name. */
    private final Deque<String> open = new ArrayDeque<>();

    private @Nullable String key;
    /** A start that is held back, with its key, or null. */
    private @Nullable Held held;

    private record Held(String key, boolean array) {}

    Omitting(JsonGenerator out) {
        this.out = out;
    }

    @Override
    public JsonGenerator writeKey(String name) {
        release();
        key = name;
        return this;
    }

    @Override
    public JsonGenerator writeStartObject() {
        String name = takeKey();
        if (name == null) {
            release();
            out.writeStartObject();
        } else if (omitsEmptyMap(name)) {
            held = new Held(name, false);
        } else {
            out.writeStartObject(name);
        }
        open.push(name == null ? ROOT : name);
        return this;
    }

    @Override
    public JsonGenerator writeStartArray() {
        String name = takeKey();
        if (name == null) {
            release();
            out.writeStartArray();
        } else {
            held = new Held(name, true);
        }
        open.push(name == null ? ROOT : name);
        return this;
    }

    @Override
    public JsonGenerator writeEnd() {
        open.pop();
        if (held != null) {
            held = null;
        } else {
            out.writeEnd();
        }
        return this;
    }

    @Override
    public JsonGenerator write(String value) {
        if (key != null && value.isEmpty() && !FieldNames.KEEP_EMPTY_TEXT.contains(key)) {
            key = null;
            return this;
        }
        start();
        out.write(value);
        return this;
    }

    @Override
    public JsonGenerator write(boolean value) {
        if (key != null && !value && FieldNames.OMIT_FALSE.contains(key)) {
            key = null;
            return this;
        }
        start();
        out.write(value);
        return this;
    }

    @Override
    public JsonGenerator write(long value) {
        if (key != null && value == 0 && FieldNames.OMIT_ZERO.contains(key)) {
            key = null;
            return this;
        }
        start();
        out.write(value);
        return this;
    }

    @Override
    public JsonGenerator write(int value) {
        return write((long) value);
    }

    @Override
    public JsonGenerator write(double value) {
        start();
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            out.write((long) value);
        } else {
            out.write(value);
        }
        return this;
    }

    @Override
    public JsonGenerator write(BigDecimal value) {
        start();
        out.write(value);
        return this;
    }

    @Override
    public JsonGenerator write(BigInteger value) {
        start();
        out.write(value);
        return this;
    }

    @Override
    public JsonGenerator write(JsonValue value) {
        start();
        out.write(value);
        return this;
    }

    @Override
    public JsonGenerator writeNull() {
        start();
        out.writeNull();
        return this;
    }

    @Override
    public JsonGenerator writeStartObject(String name) {
        return writeKey(name).writeStartObject();
    }

    @Override
    public JsonGenerator writeStartArray(String name) {
        return writeKey(name).writeStartArray();
    }

    @Override
    public JsonGenerator write(String name, JsonValue value) {
        return writeKey(name).write(value);
    }

    @Override
    public JsonGenerator write(String name, String value) {
        return writeKey(name).write(value);
    }

    @Override
    public JsonGenerator write(String name, BigInteger value) {
        return writeKey(name).write(value);
    }

    @Override
    public JsonGenerator write(String name, BigDecimal value) {
        return writeKey(name).write(value);
    }

    @Override
    public JsonGenerator write(String name, int value) {
        return writeKey(name).write(value);
    }

    @Override
    public JsonGenerator write(String name, long value) {
        return writeKey(name).write(value);
    }

    @Override
    public JsonGenerator write(String name, double value) {
        return writeKey(name).write(value);
    }

    @Override
    public JsonGenerator write(String name, boolean value) {
        return writeKey(name).write(value);
    }

    @Override
    public JsonGenerator writeNull(String name) {
        return writeKey(name).writeNull();
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        out.close();
    }

    private boolean omitsEmptyMap(String name) {
        return FieldNames.OMIT_EMPTY_MAP.contains(name)
                || (name.equals("Labels") && !open.isEmpty() && FieldNames.OMIT_EMPTY_LABELS_OF.contains(open.peek()));
    }

    /** The pending key, after what was held back before it has been written. */
    private @Nullable String takeKey() {
        String name = key;
        if (name != null) {
            key = null;
        }
        return name;
    }

    private void start() {
        release();
        String name = takeKey();
        if (name != null) {
            out.writeKey(name);
        }
    }

    private void release() {
        Held start = held;
        if (start != null) {
            held = null;
            if (start.array()) {
                out.writeStartArray(start.key());
            } else {
                out.writeStartObject(start.key());
            }
        }
    }
}
