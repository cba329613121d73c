package io.priok.message;

import io.priok.domain.NodeId;
import io.priok.domain.spec.Copies;
import java.util.List;

/**
 * The role that the leader wants this server's node to have: the file {@code role.json} in the state directory, written by the agent
 * from an {@link Instruction}, read by the manager application, which makes it so.
 *
 * @param secrets as in {@link Instruction}
 */
public record RoleOrder(long term, NodeId nodeId, boolean manager, String secrets, List<String> managers) {
    public static final String FILE = "role.json";

    public RoleOrder {
        secrets = Copies.text(secrets);
        managers = Copies.list(managers);
    }
}
