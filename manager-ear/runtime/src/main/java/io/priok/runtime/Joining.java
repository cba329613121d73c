package io.priok.runtime;

import io.priok.control.port.JoinRequest;
import io.priok.domain.Node;
import io.priok.domain.Refusal;
import io.priok.domain.spec.NodeSpec;
import io.priok.join.JoinDialogue;
import io.priok.join.ManagerList;
import io.priok.message.Admission;
import io.priok.message.Joiner;
import io.priok.message.LocalNode;
import io.priok.message.ManagerSecrets;
import io.priok.state.StateFormat;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt to get into a swarm: asks its managers in turn, and keeps what the one that lets this node in has to say. */
final class Joining {
    private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /** Carries a question to a manager and its answer back. */
    interface Line {
        /** The address of this host from which the remote one is reached. */
        InetAddress localAddressTowards(String host, int port, Duration patience) throws Unreachable;

        /** @param dialogue whose question is put */
        Admission put(JoinDialogue dialogue, String host, int port, Duration patience) throws Unreachable;
    }

    /** Nobody answers at an address. */
    static final class Unreachable extends Exception {
        private static final long serialVersionUID = 1L;

        /** True where the host says that nobody listens; false where nothing is heard at all. */
        private final boolean refused;

        Unreachable(String message, boolean refused, Throwable cause) {
            super(message, cause);
            this.refused = refused;
        }

        boolean refused() {
            return refused;
        }
    }

    private final JoinRequest request;
    private final Settings settings;
    private final Environment environment;
    private final Line line;
    private final String nonce;

    Joining(JoinRequest request, Settings settings, Environment environment, Line line) {
        this.request = request;
        this.settings = settings;
        this.environment = environment;
        this.line = line;
        this.nonce = environment.ids().next();
        JoinDialogue.begin(request.joinToken(), joiner(""), nonce);
    }

    /** What came of it: the place in the swarm, all of whose files are written but the one that says so. */
    record Seat(LocalNode node) {}

    /**
     * Asks until somebody answers or the time is over.
     *
     * @return empty when nothing was heard of any manager
     * @throws Refusal when the node is not let in, or nobody listens at the only addresses given
     */
    Optional<Seat> ask(Duration patience, StateFiles files, MemberFiles members) {
        Instant end = environment.clock().instant().plus(patience);
        while (true) {
            boolean allRefused = true;
            String last = "";
            for (String remote : request.remoteAddresses()) {
                String host = Addresses.withoutPort(remote);
                int port = Addresses.portOf(remote, settings.managementPort());
                try {
                    return Optional.of(keep(ask(host, port), files, members));
                } catch (Unreachable e) {
                    LOG.info("PRIOK3042I: no manager at {}: {}", remote, e.getMessage());
                    allRefused &= e.refused();
                    last = host + ":" + port;
                }
            }
            if (allRefused) {
                throw Refusal.control(
                        Refusal.Kind.UNAVAILABLE,
                        "connection error: desc = \"transport: Error while dialing dial tcp " + last
                                + ": connect: connection refused\"");
            }
            if (environment.clock().instant().isAfter(end)) {
                return Optional.empty();
            }
        }
    }

    private record Answered(Admission admission, String address) {}

    private Answered ask(String host, int port) throws Unreachable {
        String address = request.advertiseAddress().isEmpty()
                ? line.localAddressTowards(host, port, CONNECT).getHostAddress()
                : Addresses.advertise(request.advertiseAddress());
        JoinDialogue dialogue = JoinDialogue.begin(request.joinToken(), joiner(address), nonce);
        return new Answered(line.put(dialogue, host, port, ANSWER), address);
    }

    private Joiner joiner(String address) {
        NodeSpec.Availability asked = request.availability();
        return new Joiner(
                settings.agent(),
                hostname(),
                address,
                asked == null ? NodeSpec.Availability.ACTIVE : asked,
                true,
                StateFormat.NEWEST);
    }

    private Seat keep(Answered answered, StateFiles files, MemberFiles members) {
        Admission admission = answered.admission();
        files.adoptBrokerSecret(admission.brokerSecret());
        members.writeNodeKey(admission.nodeKey());
        RootCertificate.adopt(settings.certificatesDir(), admission.rootCertificate());
        ManagerSecrets secrets = admission.secrets();
        if (secrets != null) {
            keep(secrets, settings, files, members);
        }
        files.writeManagers(ManagerList.preferred(List.of(), admission.managers(), settings.agent()));
        return new Seat(new LocalNode(
                admission.nodeId(),
                admission.clusterId(),
                secrets != null ? Node.FIRST_OFFICE : 0,
                secrets != null ? secrets.incarnation() : 0,
                answered.address()));
    }

    /** Writes what makes a manager of a member. */
    static void keep(ManagerSecrets secrets, Settings settings, StateFiles files, MemberFiles members) {
        files.adoptStateKey(secrets.stateKey());
        RootCertificate.adoptKey(settings.certificatesDir(), secrets.rootKey());
        members.writePeers(secrets.peers());
    }

    static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
        }
    }
}
