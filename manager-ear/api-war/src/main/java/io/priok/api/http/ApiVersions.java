package io.priok.api.http;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;

import io.priok.domain.Refusal;

/** The versions of Docker's API that are spoken here. */
public final class ApiVersions {
    public static final String NEWEST = "1.50";
    public static final String OLDEST = "1.12";

    private ApiVersions() {}

    /** @param version as in the path, without the {@code v} */
    public static void check(String version) {
        if (compare(version, NEWEST) > 0) {
            throw Refusal.plain(
                    INVALID_ARGUMENT,
                    "client version " + version + " is too new. Maximum supported API version is " + NEWEST);
        }
        if (compare(version, OLDEST) < 0) {
            throw Refusal.plain(
                    INVALID_ARGUMENT,
                    "client version " + version + " is too old. Minimum supported API version is " + OLDEST
                            + ", please upgrade your client to a newer version");
        }
    }

    private static int compare(String left, String right) {
        String[] a = left.split("\\.", -1);
        String[] b = right.split("\\.", -1);
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            int order = Integer.compare(part(a, i), part(b, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int part(String[] parts, int i) {
        return i < parts.length && !parts[i].isEmpty() ? Integer.parseInt(parts[i]) : 0;
    }
}
