package io.priok.agent;

import io.priok.message.RoleOrder;

/** What the leader wants of this server besides its tasks, kept where those who act on it look. */
public interface Orders {
    /**
     * Returns when the order is certain to outlive the machine; one that is older than what is kept, for the same node, changes
     * nothing.
     *
     * @param elsewhere true unless this host serves as the manager that it is to be: then where to find the managers is kept, too
     */
    void keep(RoleOrder order, boolean elsewhere);
}
