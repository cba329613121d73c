package io.priok.control.port;

import io.priok.domain.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * This node's place in a swarm.
 *
 * @param nodeId present unless inactive
 * @param nodeAddress the address it advertises, without a port; empty when inactive
 * @param manager true while this node serves as a manager
 * @param remoteManagers managers that this node knows; on a manager, itself included
 * @param error why the last attempt to take part failed, empty when it did not
 * @param certificates the trust root as the API shows it, absent while inactive
 */
public record LocalSwarm(
        State state,
        @Nullable NodeId nodeId,
        String nodeAddress,
        boolean manager,
        List<Peer> remoteManagers,
        String error,
        @Nullable TrustRoot certificates) {
    public static final LocalSwarm INACTIVE = new LocalSwarm(State.INACTIVE, null, "", false, List.of(), "", null);

    public LocalSwarm {
        remoteManagers = List.copyOf(remoteManagers);
    }

    /** The words of the API's {@code LocalNodeState}, in lower case. */
    public enum State {
        INACTIVE,
        PENDING,
        ACTIVE,
        ERROR,
        LOCKED
    }

    /** @param address host and port of the management endpoint */
    public record Peer(NodeId nodeId, String address) {}

    /**
     * @param pem the certificates that members trust
     * @param issuerSubject base64 of the issuer's DER subject
     * @param issuerPublicKey base64 of the issuer's DER public key
     */
    public record TrustRoot(String pem, String issuerSubject, String issuerPublicKey) {}

    /** True when the node belongs to a swarm, whatever its role. */
    public boolean isMember() {
        return state != State.INACTIVE;
    }
}
