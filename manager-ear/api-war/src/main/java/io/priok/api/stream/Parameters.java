package io.priok.api.stream;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;
import static io.priok.domain.Refusal.Kind.UNKNOWN;

import io.priok.api.http.Query;
import io.priok.domain.Refusal;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Query parameters of streams. */
final class Parameters {
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    private final UnaryOperator<@Nullable String> query;

    Parameters(UnaryOperator<@Nullable String> query) {
        this.query = query;
    }

    boolean flag(String name) {
        return Query.flag(query.apply(name));
    }

    @Nullable
    String text(String name) {
        return query.apply(name);
    }

    /** Lines from the end, -1 for all. */
    long tail() {
        String tail = query.apply("tail");
        if (tail == null || tail.isEmpty() || tail.equals("all")) {
            return -1;
        }
        if (!tail.matches("-?[0-9]{1,9}")) {
            throw Refusal.plain(UNKNOWN, "tail value must be a positive integer or \"all\"");
        }
        long lines = Long.parseLong(tail);
        if (lines < 0) {
            throw Refusal.plain(UNKNOWN, "negative tail values not supported");
        }
        return lines;
    }

    /** A moment in seconds since 1970, with a fraction, or in ISO 8601; absent when empty or zero. */
    @Nullable
    Instant instant(String name) {
        String given = query.apply(name);
        if (given == null || given.isEmpty() || given.equals("0")) {
            return null;
        }
        try {
            if (given.matches("-?[0-9]{1,12}(\\.[0-9]+)?")) {
                BigDecimal seconds = new BigDecimal(given);
                return Instant.ofEpochSecond(
                        seconds.longValue(),
                        seconds.remainder(BigDecimal.ONE).multiply(NANOS).longValue());
            }
            return OffsetDateTime.parse(given).toInstant();
        } catch (DateTimeException e) {
            throw Refusal.plain(
                    INVALID_ARGUMENT,
                    "failed to parse value of \"" + name + "\" as time or duration: \"" + given + "\"");
        }
    }
}
