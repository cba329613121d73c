package io.priok.core.role;

import io.priok.domain.NodeId;
import java.util.Set;

/** What the leader does next about the managers. */
public sealed interface RoleStep {
    /** The group of the log becomes this one, which has one member more or less than now. */
    record SetMembers(Set<NodeId> members) implements RoleStep {
        public SetMembers {
            members = Set.copyOf(members);
        }
    }

    /** This manager is not to lead any longer; the other one is a member that can be reached. */
    record TransferLeadership(NodeId to) implements RoleStep {}

    /** The node has lost what it held as a manager: it is to begin a new office. */
    record Renew(NodeId node) implements RoleStep {}

    /** The node is out of the group: the state is to say so. */
    record Unregister(NodeId node) implements RoleStep {}

    /** Every manager knows this format of the state: it is to be the one in force. */
    record RaiseFormat(int format) implements RoleStep {}

    /** All is as it should be, or has to wait. */
    record Nothing() implements RoleStep {}
}
