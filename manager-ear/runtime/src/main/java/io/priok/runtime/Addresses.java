package io.priok.runtime;

import io.priok.domain.Refusal;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** Which of this host's addresses others are told, by Swarm's rules: the named one, the named interface's, or the only one. */
final class Addresses {
    /** Interfaces that belong to container networks, never to the host's own. */
    private static final Pattern CONTAINERS = Pattern.compile("docker\\d*|docker_gwbridge|br-[0-9a-f]{12}|veth.*|vx.*");

    /** An address in digits, of either family. */
    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+]");

    private record Candidate(String device, String address) {}

    private Addresses() {}

    /**
     * @param asked host, host and port, or interface; empty to choose
     * @return an IP address
     */
    static String advertise(String asked) {
        String host = withoutPort(asked);
        if (!host.isEmpty()) {
            return named(host);
        }
        List<Candidate> candidates = candidates();
        if (candidates.isEmpty()) {
            throw Refusal.plain(
                    Refusal.Kind.INVALID_ARGUMENT,
                    "could not find the system's IP address - specify one with --advertise-addr");
        }
        Candidate first = candidates.get(0);
        for (Candidate other : candidates.subList(1, candidates.size())) {
            String where = other.device().equals(first.device())
                    ? "multiple addresses on interface " + first.device() + " (" + first.address() + " and "
                            + other.address() + ")"
                    : "multiple addresses on different interfaces (" + first.address() + " on " + first.device()
                            + " and " + other.address() + " on " + other.device() + ")";
            throw Refusal.plain(
                    Refusal.Kind.INVALID_ARGUMENT,
                    "could not choose an IP address to advertise since this system has " + where
                            + " - specify one with --advertise-addr");
        }
        return first.address();
    }

    /** What a listen address must be: an IP address or an interface, with or without a port. */
    static void checkListen(String asked) {
        if (asked.isEmpty()) {
            throw Refusal.plain(Refusal.Kind.INVALID_ARGUMENT, "invalid ListenAddr \"\": invalid empty address");
        }
        String host = withoutPort(asked);
        try {
            if (!LITERAL.matcher(host).matches() && NetworkInterface.getByName(host) == null) {
                throw Refusal.plain(
                        Refusal.Kind.INVALID_ARGUMENT,
                        "listen address must be an IP address or network interface (with optional port number)");
            }
        } catch (SocketException e) {
            throw new IllegalStateException("cannot look at network interfaces", e);
        }
    }

    /** The port of {@code host:port}, or the default where none is given. */
    static int portOf(String asked, int otherwise) {
        int colon = asked.lastIndexOf(':');
        if (colon < 0 || asked.endsWith("]")) {
            return otherwise;
        }
        try {
            return Integer.parseInt(asked.substring(colon + 1));
        } catch (NumberFormatException e) {
            throw Refusal.plain(Refusal.Kind.INVALID_ARGUMENT, "invalid address " + asked);
        }
    }

    static String withoutPort(String asked) {
        int colon = asked.lastIndexOf(':');
        return colon < 0 ? asked : asked.substring(0, colon);
    }

    static InetAddress ip(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw Refusal.plain(Refusal.Kind.INVALID_ARGUMENT, "invalid address " + address);
        }
    }

    static InetSocketAddress endpoint(String address, int port) {
        return new InetSocketAddress(ip(address), port);
    }

    private static String named(String host) {
        try {
            NetworkInterface device = NetworkInterface.getByName(host);
            if (device != null) {
                return Collections.list(device.getInetAddresses()).stream()
                        .filter(Inet4Address.class::isInstance)
                        .map(InetAddress::getHostAddress)
                        .findFirst()
                        .orElseThrow(() -> Refusal.plain(
                                Refusal.Kind.INVALID_ARGUMENT, "interface " + host + " has no usable IPv4 address"));
            }
            InetAddress address = InetAddress.getByName(host);
            if (NetworkInterface.getByInetAddress(address) == null) {
                throw Refusal.plain(
                        Refusal.Kind.INVALID_ARGUMENT,
                        "advertise address must be a non-zero IP address or network interface (with optional port"
                                + " number) of this host, not " + host);
            }
            return address.getHostAddress();
        } catch (SocketException | UnknownHostException e) {
            throw Refusal.plain(
                    Refusal.Kind.INVALID_ARGUMENT,
                    "advertise address must be a non-zero IP address or network interface (with optional port number)");
        }
    }

    private static List<Candidate> candidates() {
        List<Candidate> found = new ArrayList<>();
        try {
            for (NetworkInterface device : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (!device.isUp()
                        || device.isLoopback()
                        || CONTAINERS.matcher(device.getName()).matches()) {
                    continue;
                }
                for (InetAddress address : Collections.list(device.getInetAddresses())) {
                    if (address instanceof Inet4Address && !address.isLinkLocalAddress()) {
                        found.add(new Candidate(device.getName(), address.getHostAddress()));
                    }
                }
            }
        } catch (SocketException e) {
            throw new IllegalStateException("cannot list network interfaces", e);
        }
        return found;
    }
}
