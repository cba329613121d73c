package io.priok.api;

import io.priok.control.command.Author;
import io.priok.control.command.SwarmCommands;
import io.priok.control.port.InitRequest;
import io.priok.control.port.JoinRequest;
import io.priok.control.port.LocalSwarm;
import io.priok.control.port.SwarmLifecycle;
import io.priok.domain.AgentId;
import io.priok.domain.ClusterId;
import io.priok.domain.JoinTokens;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.Refusal;
import io.priok.domain.spec.Platform;
import io.priok.domain.spec.Resources;
import io.priok.state.Change;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A node whose swarm is in memory. */
final class FakeSwarm implements SwarmLifecycle {
    static final NodeId H1 = new NodeId("ufwc4c2b9nxpep6u8zug1ezwh");
    static final LocalSwarm.TrustRoot ROOT = new LocalSwarm.TrustRoot("pem", "c3ViamVjdA==", "a2V5");

    volatile LocalSwarm local = LocalSwarm.INACTIVE;
    private final FakeCluster cluster;
    private final Author author;

    FakeSwarm(FakeCluster cluster, Author author) {
        this.cluster = cluster;
        this.author = author;
    }

    static LocalSwarm member(boolean manager) {
        return new LocalSwarm(
                LocalSwarm.State.ACTIVE,
                H1,
                "10.99.0.11",
                manager,
                List.of(new LocalSwarm.Peer(H1, "10.99.0.11:2377")),
                "",
                ROOT);
    }

    static NodeDescription description(String hostname) {
        return new NodeDescription(
                hostname,
                new Platform("x86_64", "linux"),
                new Resources(2_000_000_000L, 25_276_063_744L, 0, List.of()),
                new NodeDescription.Engine(
                        "20.10.24+dfsg1",
                        Map.of("lab", hostname),
                        List.of(new NodeDescription.Plugin("Log", "json-file"))));
    }

    @Override
    public LocalSwarm local() {
        return local;
    }

    @Override
    public CompletionStage<NodeId> init(InitRequest request) {
        cluster.apply(new SwarmCommands(author)
                .begin(
                        request,
                        new ClusterId("f3psjimrgwn62pyfbxnpshz9r"),
                        new JoinTokens("SWMTKN-1-digest-worker", "SWMTKN-1-digest-manager"),
                        new SwarmCommands.FirstNode(
                                H1,
                                new AgentId("agent1"),
                                description("h1"),
                                "10.99.0.11",
                                new ManagerEndpoint("10.99.0.11:2377", 7947, 7948, 1, 1))));
        cluster.put(new Change.Elect(1, H1));
        local = member(true);
        return CompletableFuture.completedFuture(H1);
    }

    @Override
    public CompletionStage<NodeId> join(JoinRequest request) {
        return CompletableFuture.failedFuture(Refusal.plain(Refusal.Kind.UNKNOWN, "invalid join token"));
    }

    @Override
    public CompletionStage<Void> leave(boolean force) {
        local = LocalSwarm.INACTIVE;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public String unlockKey() {
        return "";
    }

    @Override
    public CompletionStage<Void> unlock(String key) {
        return CompletableFuture.completedFuture(null);
    }
}
