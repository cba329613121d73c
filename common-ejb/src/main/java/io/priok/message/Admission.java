package io.priok.message;

import io.priok.domain.ClusterId;
import io.priok.domain.NodeId;
import io.priok.domain.spec.Copies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node that was let in gets to know.
 *
 * @param brokerSecret opens the managers' brokers
 * @param nodeKey the node's own key, hexadecimal; what is meant for this node alone is sealed under it
 * @param rootCertificate what members trust, PEM
 * @param managers where the managers' brokers listen, {@code host:port}
 * @param secrets present for a manager
 */
public record Admission(
        NodeId nodeId,
        ClusterId clusterId,
        String brokerSecret,
        String nodeKey,
        String rootCertificate,
        List<String> managers,
        @Nullable ManagerSecrets secrets) {
    public Admission {
        brokerSecret = Copies.text(brokerSecret);
        nodeKey = Copies.text(nodeKey);
        rootCertificate = Copies.text(rootCertificate);
        managers = Copies.list(managers);
    }

    @Override
    public String toString() {
        return "Admission of " + nodeId;
    }
}
