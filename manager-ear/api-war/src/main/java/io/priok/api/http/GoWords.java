package io.priok.api.http;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;
import static java.util.Locale.ROOT;

import io.priok.control.spec.GoText;
import io.priok.domain.Refusal;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.RestartPolicy;
import io.priok.domain.spec.UpdateConfig;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Refuses unknown words where a record has an enum, each kind in its own manner: {@code unrecognized update order sideways},
 * {@code invalid Role: "boss"}. The shape must have been checked: a text of a wrong kind is refused before any word.
 */
final class GoWords {
    private static final Map<Class<?>, UnaryOperator<String>> REFUSALS = Map.of(
            UpdateConfig.FailureAction.class, word -> "unrecognized update failure action " + word,
            UpdateConfig.Order.class, word -> "unrecognized update order " + word,
            RestartPolicy.Condition.class, word -> "invalid RestartCondition: " + GoText.quoted(word),
            NodeSpec.Role.class, word -> "invalid Role: " + GoText.quoted(word),
            NodeSpec.Availability.class, word -> "invalid Availability: " + GoText.quoted(word));

    private GoWords() {}

    static void check(JsonValue value, Type type) {
        if (value instanceof JsonArray array && type instanceof ParameterizedType list) {
            array.forEach(element -> check(element, list.getActualTypeArguments()[0]));
        } else if (value instanceof JsonObject object && type instanceof Class<?> plain && plain.isRecord()) {
            for (RecordComponent component : plain.getRecordComponents()) {
                object.forEach((name, member) -> {
                    if (name.equalsIgnoreCase(GoTypes.field(component))) {
                        check(member, component.getGenericType());
                    }
                });
            }
        } else if (value instanceof JsonString word && type instanceof Class<?> plain && plain.isEnum()) {
            check(word.getString(), plain);
        }
    }

    private static void check(String given, Class<?> type) {
        UnaryOperator<String> refusal = REFUSALS.get(type);
        if (refusal == null || given.isEmpty()) {
            return;
        }
        boolean anyCase = type.getEnclosingClass() == NodeSpec.class;
        String word = anyCase ? given.toLowerCase(ROOT) : given;
        if (Stream.of(type.getEnumConstants()).map(GoWords::word).noneMatch(word::equals)) {
            throw Refusal.plain(INVALID_ARGUMENT, refusal.apply(given));
        }
    }

    private static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(ROOT).replace('_', '-');
    }
}
