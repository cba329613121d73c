package io.priok.core.role;

import io.priok.domain.NodeId;
import java.util.Set;

/**
 * What a manager knows of the log's group.
 *
 * @param members the voting members now, this one included
 * @param leading true when this manager leads the log and has applied all that was committed before
 */
public record RaftView(NodeId self, Set<NodeId> members, boolean leading) {
    public RaftView {
        members = Set.copyOf(members);
    }
}
