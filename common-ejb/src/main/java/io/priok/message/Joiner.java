package io.priok.message;

import io.priok.domain.AgentId;
import io.priok.domain.spec.Copies;
import io.priok.domain.spec.NodeSpec;
import org.jspecify.annotations.Nullable;

/**
 * What a node that wants to join says of itself; the rest follows in its first report.
 *
 * @param hostname until the agent reports what the engine says
 * @param address under which the others reach it, without a port
 * @param canManage false where the worker application is deployed alone
 * @param format as in {@link io.priok.domain.ManagerEndpoint}
 */
public record Joiner(
        AgentId agent,
        String hostname,
        String address,
        NodeSpec.@Nullable Availability availability,
        boolean canManage,
        int format) {
    public Joiner {
        hostname = Copies.text(hostname);
        address = Copies.text(address);
        format = Math.max(1, format);
    }
}
