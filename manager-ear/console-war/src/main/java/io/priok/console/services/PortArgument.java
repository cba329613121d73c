package io.priok.console.services;

import io.priok.domain.spec.PortConfig;
import java.util.Locale;
import java.util.Set;

/**
 * What stands behind {@code -p} in its short form, {@code [published:]target[/protocol]}, refused in the command line's words. Ranges are
 * left to the command line.
 */
final class PortArgument {
    private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");

    private PortArgument() {}

    /** @throws IllegalArgumentException with the text for the user */
    static PortConfig parse(String given) {
        int slash = given.indexOf('/');
        String protocol = slash < 0 ? "tcp" : given.substring(slash + 1).toLowerCase(Locale.ROOT);
        String ports = slash < 0 ? given : given.substring(0, slash);
        int colon = ports.lastIndexOf(':');
        String host = colon < 0 ? "" : ports.substring(0, colon);
        String target = ports.substring(colon + 1);
        if (target.isEmpty()) {
            throw refuse(given, "no port specified: " + given + "<empty>");
        }
        int address = host.lastIndexOf(':');
        if (address >= 0) {
            throw refuse(given, "hostip is not supported");
        }
        int targetPort = number(target);
        if (targetPort < 0) {
            throw refuse(given, "invalid containerPort: " + target);
        }
        int published = host.isEmpty() ? 0 : number(host);
        if (published < 0) {
            throw refuse(given, "invalid hostPort: " + host);
        }
        if (!PROTOCOLS.contains(protocol)) {
            throw refuse(given, "invalid proto: " + protocol);
        }
        return new PortConfig("", protocol, targetPort, published, "ingress");
    }

    /** A port, or −1. */
    private static int number(String text) {
        if (!text.matches("[0-9]{1,5}")) {
            return -1;
        }
        int value = Integer.parseInt(text);
        return value > 65_535 ? -1 : value;
    }

    private static IllegalArgumentException refuse(String given, String why) {
        return new IllegalArgumentException("invalid argument \"" + given + "\" for \"-p, --publish\" flag: " + why);
    }
}
