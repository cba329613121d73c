package io.priok.message;

import io.priok.domain.NodeId;
import java.time.Duration;

/**
 * From the leader to an agent, on its control queue.
 *
 * @param heartbeatPeriod how often to send a heartbeat from now on
 * @param reportNow true to ask for a {@link FullReport}
 */
public record Instruction(long term, NodeId nodeId, Duration heartbeatPeriod, boolean reportNow) {}
