package io.priok.json;

import jakarta.json.bind.adapter.JsonbAdapter;
import java.util.function.Function;

/** A value that is a plain text in JSON. */
abstract class TextAdapter<T> implements JsonbAdapter<T, String> {
    private final Function<T, String> toText;
    private final Function<String, T> fromText;

    TextAdapter(Function<T, String> toText, Function<String, T> fromText) {
        this.toText = toText;
        this.fromText = fromText;
    }

    @Override
    public String adaptToJson(T value) {
        return toText.apply(value);
    }

    @Override
    public T adaptFromJson(String text) {
        return fromText.apply(text);
    }
}
