package io.priok.core.role;

import io.priok.core.World;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.NodeSpec.Role;
import io.priok.image.SeenState;
import io.priok.message.ManagerReady;
import io.priok.state.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Hosts with servers, and a log's group as Raft keeps it: changes of its members and of its leader need a majority of real, living
 * members. Users promote, demote and remove; hosts die and come back, and lose what is on their disks.
 */
final class Managers implements SeenState {
    private static final int HOSTS = 6;

    /**
     * A server: alive or not, the office whose parts it runs (negative: whose log it has lost), the highest that it ever began, and the one
     * that it was told to serve in and has not taken up yet.
     */
    private static final class Host {
        boolean alive = true;
        long office;
        long begun;
        Optional<Long> told = Optional.empty();
        Pulse pulse;

        boolean counts() {
            return alive && office >= 0;
        }
    }

    final World world = new World();
    final Set<NodeId> group = new HashSet<>();
    NodeId leader;
    private final Map<NodeId, Host> hosts = new TreeMap<>(Comparator.comparing(NodeId::value));
    private final SplittableRandom random;
    private long marks;

    Managers(long seed) {
        random = new SplittableRandom(seed);
        for (int i = 1; i <= HOSTS; i++) {
            Node node = World.node("n" + i);
            hosts.put(node.id(), new Host());
            world.put(node);
        }
        leader = new NodeId("n1");
        role(leader, Role.MANAGER);
        host(leader).office = 1;
        host(leader).begun = 1;
        world.put(node(leader).withManager(endpoint(leader, 1)));
        group.add(leader);
    }

    /** What users and fate do. A demotion is checked as the API checks it, unless the user is careless. */
    void mischief() {
        NodeId id = new ArrayList<>(hosts.keySet()).get(random.nextInt(HOSTS));
        Optional<Node> node = world.image.node(id);
        switch (random.nextInt(9)) {
            case 0, 1, 2 -> node.ifPresent(present -> role(id, Role.MANAGER));
            case 3, 4 ->
                node.filter(present -> random.nextInt(4) == 0 || mayBeDemoted(present))
                        .ifPresent(present -> role(id, Role.WORKER));
            case 5 -> kill(id);
            case 6 -> host(id).alive = true;
            case 7 -> lose(id);
            default ->
                node.filter(present -> random.nextInt(4) == 0 && present.spec().roleOrWorker() == Role.WORKER)
                        .ifPresent(world::remove);
        }
    }

    private boolean mayBeDemoted(Node node) {
        long managers = world.image.nodes().stream()
                .filter(other -> other.spec().roleOrWorker() == Role.MANAGER)
                .count();
        Set<NodeId> rest = new HashSet<>(group);
        rest.remove(node.id());
        return managers > 1 && group.contains(node.id()) && hasMajority(rest);
    }

    /** Only as many as the group can bear: what happens without a majority is another story. */
    private void kill(NodeId id) {
        if (othersSuffice(id)) {
            host(id).alive = false;
        }
    }

    private boolean othersSuffice(NodeId id) {
        Set<NodeId> rest = new HashSet<>(group);
        rest.removeIf(member -> !host(member).counts() || member.equals(id));
        return rest.size() > group.size() / 2;
    }

    /** It finds its log damaged when it starts. */
    private void lose(NodeId id) {
        if (othersSuffice(id)) {
            host(id).office = -Math.abs(host(id).office);
        }
    }

    void reviveAll() {
        hosts.values().forEach(host -> host.alive = true);
    }

    /** Half a second: servers beat and take the roles they are told, managers elect, the leader takes a step. */
    RoleStep tick() {
        world.advance(Duration.ofMillis(500));
        hosts.forEach((id, host) -> {
            if (host.alive) {
                live(id, host);
            }
        });
        if (!host(leader).counts() || !group.contains(leader)) {
            group.stream()
                    .filter(id -> host(id).counts())
                    .min(Comparator.comparing(NodeId::value))
                    .ifPresent(id -> leader = id);
        }
        RoleStep step = Roles.next(world.image, new RaftView(leader, group, true), this, world.now);
        if (hasMajority(group)) {
            take(step);
        }
        return step;
    }

    private void live(NodeId id, Host host) {
        host.pulse = new Pulse(world.now, ++marks, id, "s", host.office, false);
        if (host.told.isPresent() && random.nextInt(3) == 0) {
            takeUp(id, host, host.told.get());
        }
        if (random.nextInt(3) == 0) {
            // Who was removed is told nothing.
            host.told = world.image.node(id).map(Roles::office).or(() -> host.told);
        }
        if (host.office > 0 && !group.contains(id)) {
            Roles.register(world.image, new ManagerReady(id, endpoint(id, host.office)))
                    .ifPresent(change -> world.commit(List.of(change)));
        }
    }

    /** What it was told a while ago. Its log goes, so that it had better not be in the group. */
    private void takeUp(NodeId id, Host host, long office) {
        host.told = Optional.empty();
        if (office > 0 && office <= host.begun) {
            return;
        }
        if (office != host.office) {
            if (group.contains(id)) {
                throw new AssertionError(id + " wipes the log of a member to serve in office " + office);
            }
            host.office = office;
            host.begun = Math.max(host.begun, office);
        }
    }

    private void take(RoleStep step) {
        if (step instanceof RoleStep.SetMembers set && hasMajority(set.members()) && allServe(set.members())) {
            group.clear();
            group.addAll(set.members());
        } else if (step instanceof RoleStep.TransferLeadership transfer && host(transfer.to()).alive) {
            leader = transfer.to();
        } else if (step instanceof RoleStep.Unregister unregister) {
            Change change = Roles.unregister(world.image, unregister.node()).orElseThrow();
            world.commit(List.of(change));
        } else if (step instanceof RoleStep.Renew renew) {
            world.commit(List.of(Roles.renew(world.image, renew.node()).orElseThrow()));
        }
    }

    /** A member that comes has to run. */
    private boolean allServe(Set<NodeId> next) {
        return next.stream().allMatch(id -> group.contains(id) || (host(id).alive && host(id).office > 0));
    }

    boolean hasMajority(Set<NodeId> members) {
        return members.stream().filter(id -> host(id).counts()).count() > members.size() / 2;
    }

    boolean isReachable(NodeId id) {
        return id.equals(leader)
                || pulse(id)
                        .filter(pulse -> pulse.office() >= 0
                                && pulse.heard().plusSeconds(3).isAfter(world.now))
                        .isPresent();
    }

    Set<NodeId> wanted() {
        Set<NodeId> wanted = new HashSet<>();
        world.image.nodes().stream()
                .filter(node -> node.spec().roleOrWorker() == Role.MANAGER)
                .forEach(node -> wanted.add(node.id()));
        return wanted;
    }

    private Host host(NodeId id) {
        return Optional.ofNullable(hosts.get(id)).orElseThrow();
    }

    private Node node(NodeId id) {
        return world.image.node(id).orElseThrow();
    }

    private void role(NodeId id, Role role) {
        Node node = node(id);
        world.put(node.withSpec(new NodeSpec("", Map.of(), role, node.spec().availability())));
    }

    private static ManagerEndpoint endpoint(NodeId id, long office) {
        return new ManagerEndpoint(id + ":2377", 1, 2, office, 1);
    }

    @Override
    public Optional<TaskStatus> task(TaskId id) {
        return Optional.empty();
    }

    @Override
    public Optional<Pulse> pulse(NodeId id) {
        return Optional.ofNullable(hosts.get(id)).map(host -> host.pulse);
    }
}
