package io.priok.control.spec;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;

import io.priok.domain.Refusal;
import java.util.regex.Pattern;

/** Names of objects. */
public final class Names {
    private static final Pattern DNS = Pattern.compile("[a-zA-Z0-9](?:[-_]*[A-Za-z0-9]+)*");
    private static final Pattern DATA = Pattern.compile("[a-zA-Z0-9]+(?:[a-zA-Z0-9-_.]*[a-zA-Z0-9])?");
    private static final int LONGEST_DNS = 63;
    private static final int LONGEST_DATA = 64;

    private Names() {}

    /** A service's or network's name, which tasks resolve. */
    public static void checkDns(String name) {
        if (name.isEmpty()) {
            throw refuse("meta: name must be provided");
        }
        if (!DNS.matcher(name).matches()) {
            throw refuse("name must be valid as a DNS name component");
        }
        if (name.length() > LONGEST_DNS) {
            throw refuse("name must be 63 characters or fewer");
        }
    }

    /** A secret's or config's name. */
    public static void checkData(String name) {
        if (name.isEmpty()) {
            throw refuse("name must be provided");
        }
        if (name.length() > LONGEST_DATA || !DATA.matcher(name).matches()) {
            throw refuse("invalid name, only 64 [a-zA-Z0-9-_.] characters allowed, and the start and end character must"
                    + " be [a-zA-Z0-9]");
        }
    }

    private static Refusal refuse(String message) {
        return Refusal.control(INVALID_ARGUMENT, message);
    }
}
