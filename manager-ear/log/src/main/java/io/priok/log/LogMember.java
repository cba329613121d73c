package io.priok.log;

/**
 * A voting member of the log.
 *
 * @param id the node's id; stays the same for the life of the member
 * @param host name or address under which the other members reach it
 * @param port TCP port of the log's own protocol
 */
public record LogMember(String id, String host, int port) {
    public LogMember {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a log member needs an id");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port of log member " + id + " out of range: " + port);
        }
    }

    /** {@code host:port}, an IPv6 host in brackets. */
    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
