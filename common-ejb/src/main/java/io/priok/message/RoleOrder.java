package io.priok.message;

import io.priok.domain.NodeId;
import io.priok.domain.spec.Copies;
import java.util.List;

/**
 * The role that the leader wants this server's node to have: the file {@code role.json} in the state directory, written by the agent
 * from an {@link Instruction}, read by the manager application, which makes it so.
 *
 * @param term of the leader that gave it
 * @param index as in {@link Instruction}; an order that is older by term and index than the one in the file never replaces it, for to
 *     obey a stale one would mean to wipe a manager's state that is still needed
 * @param office as in {@link Instruction}
 * @param secrets as in {@link Instruction}
 */
public record RoleOrder(long term, long index, NodeId nodeId, long office, String secrets, List<String> managers) {
    public static final String FILE = "role.json";

    public RoleOrder {
        secrets = Copies.text(secrets);
        managers = Copies.list(managers);
    }

    public boolean manager() {
        return office > 0;
    }
}
