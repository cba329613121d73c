package io.priok.broker;

import io.priok.broker.BrokerConfig.Peer;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.client.ClusterTopologyListener;
import org.apache.activemq.artemis.api.core.client.TopologyMember;

/**
 * Keeps news of this broker's earlier incarnations from the cluster connection, which would make a link to what it takes for another
 * broker and is this one. The others tell of such an incarnation for some seconds after its death.
 *
 * <p>A link to itself does lasting harm: over it the broker's queues become known to it a second time, and with the end of the link
 * they leave the list that every newly linked broker is given. From then on nobody can send to them.
 */
final class NoSelfLink implements ClusterTopologyListener {
    private final ClusterTopologyListener links;
    private final Peer self;
    private final String nodeId;
    private final Consumer<String> outdated;

    /**
     * @param links makes and ends the links
     * @param nodeId of the present incarnation
     * @param outdated is given the node ids of earlier ones, on any thread
     */
    NoSelfLink(ClusterTopologyListener links, Peer self, String nodeId, Consumer<String> outdated) {
        this.links = links;
        this.self = self;
        this.nodeId = nodeId;
        this.outdated = outdated;
    }

    @Override
    public void nodeUP(TopologyMember member, boolean last) {
        boolean here = member.getPrimary() != null
                && Link.peer(member.getPrimary()).filter(self::equals).isPresent();
        if (here && !member.getNodeId().equals(nodeId)) {
            outdated.accept(member.getNodeId());
        } else {
            links.nodeUP(member, last);
        }
    }

    @Override
    public void nodeDown(long eventId, String downNodeId) {
        links.nodeDown(eventId, downNodeId);
    }
}
