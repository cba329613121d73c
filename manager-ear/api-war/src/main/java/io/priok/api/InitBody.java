package io.priok.api;

import io.priok.control.port.InitRequest;
import io.priok.domain.spec.ClusterSpec;
import io.priok.domain.spec.NodeSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /swarm/init}. */
public record InitBody(
        @Nullable String listenAddr,
        @Nullable String advertiseAddr,
        @Nullable String dataPathAddr,
        int dataPathPort,
        @Nullable List<String> defaultAddrPool,
        int subnetSize,
        boolean forceNewCluster,
        @Nullable ClusterSpec spec,
        boolean autoLockManagers,
        NodeSpec.@Nullable Availability availability) {
    @SuppressWarnings("NullAway") // javac 17 leaves type annotations out of compact constructors
    InitRequest request() {
        return new InitRequest(
                JoinBody.text(listenAddr),
                JoinBody.text(advertiseAddr),
                JoinBody.text(dataPathAddr),
                dataPathPort,
                defaultAddrPool == null ? List.of() : defaultAddrPool,
                subnetSize,
                forceNewCluster,
                spec,
                autoLockManagers,
                availability);
    }
}
