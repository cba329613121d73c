package io.priok.agent.joining;

import java.util.Arrays;
import java.util.List;

/** A manager's broker. */
public record Target(String host, int port) {
    private static final int USUAL_PORT = 2377;

    /**
     * @param text {@code host:port}, separated by commas; without a port Swarm's own is meant
     * @throws IllegalArgumentException when a port is no number
     */
    public static List<Target> parse(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(Target::one)
                .toList();
    }

    /** An IPv6 address with a port stands in brackets. */
    private static Target one(String text) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
        String host = hasPort ? text.substring(0, colon) : text;
        return new Target(
                host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host,
                hasPort ? Integer.parseInt(text.substring(colon + 1)) : USUAL_PORT);
    }

    @Override
    public String toString() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
