package io.priok.control.port;

import io.priok.domain.spec.NodeSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in an existing swarm, as {@code docker swarm join} asks for it.
 *
 * @param remoteAddresses host and port of managers to try
 */
public record JoinRequest(
        String listenAddress,
        String advertiseAddress,
        String dataPathAddress,
        List<String> remoteAddresses,
        String joinToken,
        NodeSpec.@Nullable Availability availability) {
    public JoinRequest {
        listenAddress = InitRequest.text(listenAddress);
        advertiseAddress = InitRequest.text(advertiseAddress);
        dataPathAddress = InitRequest.text(dataPathAddress);
        remoteAddresses = remoteAddresses == null ? List.of() : List.copyOf(remoteAddresses);
        joinToken = InitRequest.text(joinToken);
    }

    @Override
    public String toString() {
        return "JoinRequest" + remoteAddresses;
    }
}
