package io.priok.control.port;

import io.priok.domain.spec.ClusterSpec;
import io.priok.domain.spec.NodeSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new swarm, as {@code docker swarm init} asks for it.
 *
 * @param listenAddress host and port, {@code 0.0.0.0:2377}
 * @param advertiseAddress host, host and port, or interface; empty lets the node choose
 * @param dataPathAddress as advertiseAddress, for the overlay's traffic; empty means the same
 * @param dataPathPort 0 means 4789
 * @param addressPools CIDR blocks for networks; empty means the default
 * @param subnetSize prefix length; 0 means 24
 */
public record InitRequest(
        String listenAddress,
        String advertiseAddress,
        String dataPathAddress,
        int dataPathPort,
        List<String> addressPools,
        int subnetSize,
        boolean forceNewCluster,
        @Nullable ClusterSpec spec,
        boolean autoLockManagers,
        NodeSpec.@Nullable Availability availability) {
    public InitRequest {
        listenAddress = text(listenAddress);
        advertiseAddress = text(advertiseAddress);
        dataPathAddress = text(dataPathAddress);
        addressPools = addressPools == null ? List.of() : List.copyOf(addressPools);
    }

    static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
