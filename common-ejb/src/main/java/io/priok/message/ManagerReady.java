package io.priok.message;

import io.priok.domain.ManagerEndpoint;
import io.priok.domain.NodeId;

/** A node that is to be a manager has its parts running, and waits to be taken into the log's group. Repeated until it is. */
public record ManagerReady(NodeId nodeId, ManagerEndpoint endpoint) {}
