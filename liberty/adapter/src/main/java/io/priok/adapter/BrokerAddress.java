package io.priok.adapter;

import java.util.Optional;

/** Where one broker listens. An IPv6 host is written in brackets. */
record BrokerAddress(String host, int port) {

    /** Reads {@code host:port}; empty for anything else, an empty host and a port outside 1 to 65535 included. */
    static Optional<BrokerAddress> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        int port;
        try {
            port = Integer.parseInt(text.substring(colon + 1));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        return host.isBlank() || port < 1 || port > 65_535
                ? Optional.empty()
                : Optional.of(new BrokerAddress(host, port));
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
