package io.priok.api.http;

import jakarta.json.JsonValue;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.Map;
import java.util.Set;

/** What the fields of our records are called and typed in the real one's API structs. */
final class GoTypes {
    private static final Set<String> UNSIGNED_64 = Set.of(
            "Parallelism",
            "MaxReplicas",
            "MaxAttempts",
            "ForceUpdate",
            "Replicas",
            "MaxConcurrent",
            "TotalCompletions",
            "SnapshotInterval",
            "KeepOldSnapshots",
            "LogEntriesForSlowFollowers",
            "ForceRotate");
    private static final Set<String> UNSIGNED_32 = Set.of("TargetPort", "PublishedPort", "DataPathPort", "SubnetSize");
    private static final Set<String> INTEGERS = Set.of("ElectionTick", "HeartbeatTick", "Retries");
    private static final Map<String, String> STRUCTS =
            Map.of("ClusterSpec", "Spec", "DataSpec", "SecretSpec", "CaConfig", "CAConfig");
    private static final BigInteger LARGEST_64 = BigInteger.ONE.shiftLeft(63).subtract(BigInteger.ONE);
    private static final BigInteger LARGEST_32 = BigInteger.ONE.shiftLeft(31).subtract(BigInteger.ONE);

    private GoTypes() {}

    static String struct(Class<?> type) {
        return STRUCTS.getOrDefault(type.getSimpleName(), type.getSimpleName());
    }

    /** Field names differ from component names in case only. */
    static String field(RecordComponent component) {
        return component.getName();
    }

    static String number(String path) {
        String field = path.substring(path.lastIndexOf('.') + 1);
        if (UNSIGNED_64.contains(field)) {
            return "uint64";
        }
        if (UNSIGNED_32.contains(field)) {
            return "uint32";
        }
        return INTEGERS.contains(field) ? "int" : "int64";
    }

    static String text(Class<?> type) {
        return type.isEnum() ? "swarm." + type.getSimpleName() : "string";
    }

    static String name(Type type) {
        if (type == String.class) {
            return "string";
        }
        return type instanceof Class<?> plain ? "swarm." + struct(plain) : type.getTypeName();
    }

    /** A value's kind, as it is called in messages. */
    static String kind(JsonValue value) {
        return switch (value.getValueType()) {
            case ARRAY -> "array";
            case OBJECT -> "object";
            case STRING -> "string";
            case NUMBER -> "number";
            case TRUE, FALSE -> "bool";
            case NULL -> "null";
        };
    }

    /** Unsigned values above the largest signed ones are refused too: nothing here counts that far. */
    static boolean fits(BigInteger number, String goType) {
        boolean unsigned = goType.startsWith("uint");
        BigInteger largest = goType.equals("uint32") ? LARGEST_32 : LARGEST_64;
        BigInteger smallest =
                unsigned ? BigInteger.ZERO : LARGEST_64.add(BigInteger.ONE).negate();
        return number.compareTo(smallest) >= 0 && number.compareTo(largest) <= 0;
    }
}
