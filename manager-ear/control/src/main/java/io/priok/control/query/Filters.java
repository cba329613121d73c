package io.priok.control.query;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;
import static io.priok.domain.Refusal.Kind.UNKNOWN;
import static java.util.Locale.ROOT;

import io.priok.domain.Refusal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The filters of a list: values by name. Values of one name are alternatives, but labels must all be there. */
public record Filters(Map<String, Set<String>> values) {
    public static final Filters NONE = new Filters(Map.of());

    public Filters {
        Map<String, Set<String>> sorted = new TreeMap<>();
        values.forEach((name, given) -> sorted.put(name, Set.copyOf(given)));
        values = sorted;
    }

    /** @throws Refusal for the first name that is not among those given */
    public Filters allowing(Set<String> names) {
        for (String name : values.keySet()) {
            if (!names.contains(name)) {
                throw Refusal.plain(INVALID_ARGUMENT, "Invalid filter '" + name + "'");
            }
        }
        return this;
    }

    public Set<String> get(String name) {
        return values.getOrDefault(name, Set.of());
    }

    /** True when there is no such filter, or one of its values passes. */
    public boolean anyOf(String name, Predicate<String> test) {
        Set<String> given = get(name);
        return given.isEmpty() || given.stream().anyMatch(test);
    }

    /**
     * The values of a filter that takes these words only, in lower case; an empty one says nothing.
     *
     * @throws Refusal for the first that is none of them
     */
    Set<String> words(String name, Set<String> known) {
        Set<String> words = new HashSet<>();
        for (String given : get(name)) {
            String word = given.toLowerCase(ROOT);
            if (known.contains(word)) {
                words.add(word);
            } else if (!given.isEmpty()) {
                throw Refusal.plain(UNKNOWN, "Invalid " + name + " filter: '" + given + "'");
            }
        }
        return words;
    }

    boolean prefix(String name, String text) {
        return anyOf(name, text::startsWith);
    }

    boolean exact(String name, String text) {
        return anyOf(name, text::equals);
    }

    boolean part(String name, String text) {
        return anyOf(name, text::contains);
    }

    /** Each value is {@code key} or {@code key=value}. */
    public boolean labels(String name, Map<String, String> labels) {
        return get(name).stream().allMatch(wanted -> {
            int equals = wanted.indexOf('=');
            if (equals < 0) {
                return labels.containsKey(wanted);
            }
            return wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
        });
    }
}
