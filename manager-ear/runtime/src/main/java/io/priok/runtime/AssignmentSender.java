package io.priok.runtime;

import static io.priok.message.Queues.KIND;

import io.priok.broker.BrokerException;
import io.priok.broker.EmbeddedBroker;
import io.priok.domain.AgentId;
import io.priok.domain.NodeId;
import io.priok.image.Image;
import io.priok.json.Json;
import io.priok.message.Assignments;
import io.priok.message.Instruction;
import io.priok.message.Queues;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the leader's messages on the agents' queues, in the order given. A message that the broker does not take is dropped: the
 * queues are a fast path, and the complete set that answers the agent's next report brings what is missing.
 */
final class AssignmentSender implements Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(AssignmentSender.class);

    private final EmbeddedBroker broker;
    private final Supplier<Image> image;
    /** Queues that refused the last message; those of agents that have left are few. */
    private final Set<String> full = ConcurrentHashMap.newKeySet();

    AssignmentSender(EmbeddedBroker broker, Supplier<Image> image) {
        this.broker = broker;
        this.image = image;
    }

    @Override
    public void mend(NodeId via) {
        image.get().node(via).flatMap(Peers::of).ifPresent(peer -> {
            LOG.warn("PRIOK3015W: what is sent by way of manager {} does not arrive; the link is made anew", via);
            broker.renew(Peers.broker(peer));
        });
    }

    @Override
    public void assign(AgentId agent, Assignments assignments) {
        send(Queues.assignments(agent, assignments.shard()), assignments);
    }

    @Override
    public void instruct(AgentId agent, Instruction instruction) {
        send(Queues.control(agent), instruction);
    }

    /** An agent that does not read fills its queue; that is said once until it has room again. */
    private void send(String queue, Object message) {
        String kind = message.getClass().getSimpleName();
        try {
            broker.sender().send(queue, Json.write(message), Map.of(KIND, kind));
            if (full.remove(queue)) {
                LOG.info("PRIOK3016I: {} takes messages again", queue);
            }
        } catch (BrokerException e) {
            if (full.add(queue)) {
                LOG.warn(
                        "PRIOK3002W: {} for {} not sent, the next complete set repeats it: {}",
                        kind,
                        queue,
                        String.valueOf(e.getCause()));
            }
        }
    }
}
