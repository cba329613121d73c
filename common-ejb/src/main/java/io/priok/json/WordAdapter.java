package io.priok.json;

import static java.util.Locale.ROOT;

import jakarta.json.bind.adapter.JsonbAdapter;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An enum as a lower-case word of Docker's; an empty text is absence. */
abstract class WordAdapter<E extends Enum<E>> implements JsonbAdapter<E, String> {
    private final String what;
    private final char separator;
    private final Map<String, E> byWord;

    /** @param what names the type in the refusal of an unknown word: {@code invalid Availability: "x"} */
    WordAdapter(Class<E> type, String what, char separator) {
        this.what = what;
        this.separator = separator;
        this.byWord = Stream.of(type.getEnumConstants()).collect(Collectors.toUnmodifiableMap(this::word, e -> e));
    }

    @Override
    public String adaptToJson(E value) {
        return word(value);
    }

    @Override
    public @Nullable E adaptFromJson(String text) {
        if (text.isEmpty()) {
            return null;
        }
        E value = byWord.get(text.toLowerCase(ROOT));
        if (value == null) {
            throw new MalformedJson("invalid " + what + ": \"" + text + "\"");
        }
        return value;
    }

    private String word(E value) {
        return value.name().toLowerCase(ROOT).replace('_', separator);
    }
}
