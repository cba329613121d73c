package io.priok.runtime;

import io.priok.control.command.Author;
import io.priok.control.command.SwarmCommands;
import io.priok.control.port.InitRequest;
import io.priok.domain.ClusterId;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Node;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.spec.Platform;
import io.priok.domain.spec.Resources;
import io.priok.identity.TokenSource;
import io.priok.message.LocalNode;
import io.priok.state.StateFormat;
import io.priok.state.Transaction;
import java.util.List;
import java.util.Map;

/**
 * A swarm that is about to begin on this node.
 *
 * @param node this node's place in it
 * @param managementAddress host and port of this node's broker
 * @param begin the first entry of its log
 */
record NewSwarm(LocalNode node, String managementAddress, Transaction begin) {

    /** Makes the root certificate, too. */
    static NewSwarm of(InitRequest request, String address, Settings settings, Environment environment) {
        RootCertificate root = RootCertificate.create(
                settings.certificatesDir(), environment.clock().instant(), environment.random());
        NodeId nodeId = new NodeId(environment.ids().next());
        ClusterId clusterId = new ClusterId(environment.ids().next());
        String management = address + ":" + settings.managementPort();
        int advertisedPort = Addresses.portOf(request.advertiseAddress(), settings.managementPort());
        var first = new SwarmCommands.FirstNode(
                nodeId,
                settings.agent(),
                undescribed(),
                address,
                new ManagerEndpoint(
                        address + ":" + advertisedPort,
                        settings.logPort(),
                        settings.cachePort(),
                        Node.FIRST_OFFICE,
                        StateFormat.NEWEST));
        SwarmCommands commands = new SwarmCommands(new Author(environment.ids(), environment.clock()));
        Transaction begin =
                commands.begin(request, clusterId, new TokenSource(environment.ids()).tokens(root.digest()), first);
        return new NewSwarm(new LocalNode(nodeId, clusterId, Node.FIRST_OFFICE, 0, address), management, begin);
    }

    /** Until the agent reports what the host has. */
    private static NodeDescription undescribed() {
        String architecture = System.getProperty("os.arch", "").replace("amd64", "x86_64");
        return new NodeDescription(
                Joining.hostname(),
                new Platform(architecture, "linux"),
                Resources.NONE,
                new NodeDescription.Engine("", Map.of(), List.of()));
    }
}
