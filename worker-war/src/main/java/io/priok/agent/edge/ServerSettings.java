package io.priok.agent.edge;

import java.util.Optional;
import java.util.function.LongSupplier;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;

/** What only some servers' configuration has. */
final class ServerSettings {
    private ServerSettings() {}

    /** The token to join by; only a server without the manager application names one, be it empty. */
    static Optional<String> joinToken() {
        return find("priok/joinToken", String.class);
    }

    /** {@code host:port}, separated by commas. */
    static String joinManagers() {
        return find("priok/joinManagers", String.class).orElse("");
    }

    /** How many times consumers have reached a broker, as the resource adapter counts it; always zero where it does not. */
    static LongSupplier connections() {
        return find("priok/connections", LongSupplier.class).orElse(() -> 0);
    }

    // The names are constants of this class, and what they stand for is the administrator's.
    @SuppressWarnings("BanJNDI")
    private static <T> Optional<T> find(String name, Class<T> type) {
        try {
            return Optional.ofNullable(new InitialContext().lookup(name))
                    .filter(type::isInstance)
                    .map(type::cast);
        } catch (NameNotFoundException e) {
            return Optional.empty();
        } catch (NamingException e) {
            throw new IllegalStateException("cannot look up " + name, e);
        }
    }
}
