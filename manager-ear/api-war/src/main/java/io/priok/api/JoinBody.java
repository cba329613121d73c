package io.priok.api;

import io.priok.control.port.JoinRequest;
import io.priok.domain.spec.NodeSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /swarm/join}. */
public record JoinBody(
        @Nullable String listenAddr,
        @Nullable String advertiseAddr,
        @Nullable String dataPathAddr,
        List<String> remoteAddrs,
        @Nullable String joinToken,
        NodeSpec.@Nullable Availability availability) {
    public JoinBody {
        remoteAddrs = remoteAddrs == null ? List.of() : List.copyOf(remoteAddrs);
    }

    static String text(@Nullable String given) {
        return given == null ? "" : given;
    }

    @SuppressWarnings("NullAway") // javac 17 leaves type annotations out of compact constructors
    JoinRequest request() {
        return new JoinRequest(
                text(listenAddr), text(advertiseAddr), text(dataPathAddr), remoteAddrs, text(joinToken), availability);
    }

    @Override
    public String toString() {
        return "JoinBody" + remoteAddrs;
    }
}
