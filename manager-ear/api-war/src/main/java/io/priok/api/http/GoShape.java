package io.priok.api.http;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;

import io.priok.domain.ObjectId;
import io.priok.domain.Refusal;
import io.priok.domain.spec.ServiceMode;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Compares a JSON value with the record that it is to become, and refuses a value of a wrong kind in the words of the real
 * one's decoder: {@code json: cannot unmarshal string into Go struct field ServiceSpec.Mode.Replicated.Replicas of type
 * uint64}. Members that the record does not know are ignored, and null is nothing, as there.
 */
final class GoShape {
    private GoShape() {}

    /** Where in the text: the innermost struct's name and the path to the field. */
    private record Place(String struct, String path) {
        Place field(String name) {
            return new Place(struct, path.isEmpty() ? name : path + "." + name);
        }

        Place in(String newStruct) {
            return new Place(newStruct, path);
        }
    }

    static void check(JsonValue value, Class<?> type) {
        check(value, type, new Place(type.getSimpleName(), ""));
    }

    private static void check(JsonValue value, Type type, Place place) {
        if (value == JsonValue.NULL) {
            return;
        }
        if (type instanceof ParameterizedType generic) {
            collection(value, generic, place);
        } else if (type == ServiceMode.class) {
            mode(value, place.in("ServiceMode"));
        } else if (type instanceof Class<?> plain) {
            plain(value, plain, place);
        }
    }

    private static void plain(JsonValue value, Class<?> type, Place place) {
        if (type.isRecord() && !isText(type)) {
            record(value, type, place);
        } else if (type == boolean.class || type == Boolean.class) {
            require(value == JsonValue.TRUE || value == JsonValue.FALSE, value, place, "bool");
        } else if (type == double.class) {
            require(value instanceof JsonNumber, value, place, "float32");
        } else if (type == Duration.class) {
            integer(value, place, "time.Duration");
        } else if (type == long.class || type == Long.class || type == int.class || type == Integer.class) {
            integer(value, place, GoTypes.number(place.path()));
        } else {
            require(value instanceof JsonString, value, place, GoTypes.text(type));
        }
    }

    private static void record(JsonValue value, Class<?> type, Place place) {
        String struct = GoTypes.struct(type);
        if (!(value instanceof JsonObject object)) {
            throw mismatch(GoTypes.kind(value), place, "swarm." + struct);
        }
        for (RecordComponent component : type.getRecordComponents()) {
            object.forEach((name, member) -> {
                if (name.equalsIgnoreCase(GoTypes.field(component))) {
                    check(member, component.getGenericType(), place.in(struct).field(name));
                }
            });
        }
    }

    private static void collection(JsonValue value, ParameterizedType type, Place place) {
        Type element = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
        if (type.getRawType() == Map.class) {
            if (!(value instanceof JsonObject object)) {
                throw mismatch(GoTypes.kind(value), place, "map[string]" + GoTypes.name(element));
            }
            object.forEach((key, member) -> check(member, element, place.field(key)));
        } else if (type.getRawType() == List.class) {
            if (!(value instanceof JsonArray array)) {
                throw mismatch(GoTypes.kind(value), place, "[]" + GoTypes.name(element));
            }
            array.forEach(member -> check(member, element, place));
        }
    }

    private static void mode(JsonValue value, Place place) {
        if (!(value instanceof JsonObject object)) {
            throw mismatch(GoTypes.kind(value), place, "swarm.ServiceMode");
        }
        object.forEach((name, member) -> {
            Place inside = place.field(name);
            if (member instanceof JsonObject fields) {
                String struct = name.equals("Replicated") ? "ReplicatedService" : name;
                fields.forEach((field, number) -> {
                    if (number != JsonValue.NULL) {
                        integer(number, inside.in(struct).field(field), "uint64");
                    }
                });
            } else if (member != JsonValue.NULL) {
                throw mismatch(GoTypes.kind(member), inside, "swarm." + name);
            }
        });
    }

    private static void integer(JsonValue value, Place place, String goType) {
        if (!(value instanceof JsonNumber number)) {
            throw mismatch(GoTypes.kind(value), place, goType);
        }
        boolean fits = number.toString().matches("-?[0-9]{1,19}")
                && GoTypes.fits(number.bigDecimalValue().toBigInteger(), goType);
        if (!fits) {
            throw mismatch("number " + number, place, goType);
        }
    }

    private static void require(boolean condition, JsonValue value, Place place, String goType) {
        if (!condition) {
            throw mismatch(GoTypes.kind(value), place, goType);
        }
    }

    /** Typed ids are texts on the wire. */
    private static boolean isText(Class<?> type) {
        return ObjectId.class.isAssignableFrom(type);
    }

    private static Refusal mismatch(String what, Place place, String goType) {
        String where = place.path().isEmpty()
                ? "Go value of type " + goType
                : "Go struct field " + place.struct() + "." + place.path() + " of type " + goType;
        return Refusal.plain(INVALID_ARGUMENT, "json: cannot unmarshal " + what + " into " + where);
    }
}
