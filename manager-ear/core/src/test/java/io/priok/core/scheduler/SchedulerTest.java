package io.priok.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.priok.core.World;
import io.priok.domain.Node;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeDescription.Engine;
import io.priok.domain.NodeDescription.Plugin;
import io.priok.domain.NodeId;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.domain.spec.Placement;
import io.priok.domain.spec.Placement.Preference;
import io.priok.domain.spec.Placement.Spread;
import io.priok.domain.spec.Platform;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.ResourceRequirements;
import io.priok.domain.spec.Resources;
import io.priok.domain.spec.Resources.Discrete;
import io.priok.domain.spec.Resources.GenericResource;
import io.priok.domain.spec.Resources.Named;
import io.priok.domain.spec.RestartPolicy;
import io.priok.domain.spec.ServiceMode;
import io.priok.domain.spec.ServiceSpec;
import io.priok.domain.spec.TaskSpec;
import io.priok.domain.spec.TaskSpec.Driver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private final World world = World.withNodes(3);

    @Test
    void spreadsOverNodesByServiceThenByLoad() {
        world.create(World.replicated("big", 2));
        world.converge();
        world.create(World.replicated("web", 4));
        world.converge();
        assertThat(perNode("web").values()).containsExactlyInAnyOrder(1, 1, 2);
        Map<String, Integer> all = perNode("web");
        perNode("big").forEach((node, count) -> all.merge(node, count, Integer::sum));
        assertThat(all.values()).containsOnly(2);
    }

    @Test
    void reservationsAreRespectedWithinOnePass() {
        create("web", 7, reserving(2_000_000_000L, 0));
        world.pass();
        assertThat(assigned("web")).hasSize(6);
        assertThat(pending("web")).singleElement().satisfies(task -> {
            assertThat(task.status().message()).isEqualTo("pending task scheduling");
            assertThat(task.status().err()).isEqualTo("no suitable node (insufficient resources on 3 nodes)");
        });
    }

    @Test
    void tasksBeingStoppedStillHoldTheirResources() {
        create("one", 3, reserving(4_000_000_000L, 0));
        world.converge();
        world.update("one", spec -> spec.withMode(new ServiceMode.Replicated(2)));
        create("two", 1, reserving(4_000_000_000L, 0));
        world.pass();
        assertThat(pending("two")).hasSize(1);
        world.converge();
        assertThat(world.running("two")).hasSize(1);
    }

    @Test
    void explainsTheCommonestReasonFirst() {
        world.availability(1, Availability.PAUSE);
        TaskSpec spec = reserving(0, 16L << 30);
        create("web", 1, spec);
        world.pass();
        assertThat(err("web"))
                .isEqualTo("no suitable node (insufficient resources on 2 nodes; 1 node not available for new tasks)");
    }

    @Test
    void explainsConstraints() {
        create("web", 1, placed(new Placement(List.of("node.role==manager"), List.of(), 0, List.of())));
        world.pass();
        assertThat(err("web")).isEqualTo("no suitable node (scheduling constraints not satisfied on 3 nodes)");
    }

    @Test
    void explainsThatThereIsNoNode() {
        World empty = new World();
        empty.create(World.replicated("web", 1));
        empty.pass();
        assertThat(empty.tasks("web").get(0).status().err()).isEqualTo("no suitable node");
    }

    @Test
    void explainsOnlyWhenTheReasonChanges() {
        create("web", 1, placed(new Placement(List.of("node.role==manager"), List.of(), 0, List.of())));
        world.pass();
        assertThat(world.pass()).isFalse();
    }

    @Test
    void boundsReplicasPerNode() {
        create("web", 5, placed(new Placement(List.of(), List.of(), 1, List.of())));
        world.pass();
        assertThat(assigned("web")).hasSize(3);
        assertThat(pending("web"))
                .hasSize(2)
                .allMatch(task -> task.status().err().equals("no suitable node (max replicas per node limit exceed)"));
    }

    @Test
    void givesEachHostPortOnceANode() {
        PortConfig port = new PortConfig("", "tcp", 80, 8080, "host");
        world.create(World.publishing(World.replicated("web", 4), port));
        world.pass();
        assertThat(assigned("web")).hasSize(3).allMatch(task -> task.ports().equals(List.of(port)));
        assertThat(err("web")).isEqualTo("no suitable node (host-mode port already in use on 3 nodes)");
    }

    @Test
    void knowsTheAliasesOfArchitectures() {
        create("web", 1, placed(new Placement(List.of(), List.of(), 0, List.of(new Platform("amd64", "linux")))));
        create("arm", 1, placed(new Placement(List.of(), List.of(), 0, List.of(new Platform("aarch64", "linux")))));
        world.pass();
        assertThat(assigned("web")).hasSize(1);
        assertThat(err("arm")).isEqualTo("no suitable node (unsupported platform on 3 nodes)");
    }

    @Test
    void asksForPluginsOnlyWhereNodesListThem() {
        Node lister = World.node("n1");
        world.put(described(lister, new Engine("20", Map.of(), List.of(new Plugin("Log", "json-file"))), List.of()));
        world.availability(2, Availability.PAUSE);
        world.availability(3, Availability.PAUSE);
        create("web", 1, logging("fluentd"));
        world.pass();
        assertThat(err("web"))
                .isEqualTo("no suitable node (2 nodes not available for new tasks; missing plugin on 1 node)");
        world.availability(2, Availability.ACTIVE);
        world.pass();
        assertThat(assigned("web")).hasSize(1);
    }

    @Test
    void countsGenericResources() {
        List<GenericResource> gpus = List.of(
                new GenericResource(new Named("gpu", "a"), null), new GenericResource(new Named("gpu", "b"), null));
        world.put(described(World.node("n1"), new Engine("20", Map.of(), List.of()), gpus));
        create("web", 3, reserving(new Resources(0, 0, 0, List.of(new GenericResource(null, new Discrete("gpu", 1))))));
        world.pass();
        assertThat(assigned("web")).hasSize(2).allMatch(task -> new NodeId("n1").equals(task.nodeId()));
    }

    @Test
    void spreadsOverLabelsFirst() {
        world.label(1, "rack", "a");
        world.label(2, "rack", "a");
        world.label(3, "rack", "b");
        create(
                "web",
                4,
                placed(new Placement(
                        List.of(), List.of(new Preference(new Spread("node.labels.rack"))), 0, List.of())));
        world.pass();
        assertThat(perNode("web")).containsExactly(entry("n1", 1), entry("n2", 1), entry("n3", 2));
    }

    @Test
    void fullBranchesLeaveTheRestToOthers() {
        world.label(3, "rack", "b");
        TaskSpec spec = reserving(4_000_000_000L, 0);
        create(
                "web",
                3,
                new TaskSpec(
                        spec.containerSpec(),
                        spec.resources(),
                        null,
                        new Placement(List.of(), List.of(new Preference(new Spread("node.labels.rack"))), 0, List.of()),
                        List.of(),
                        null,
                        0,
                        ""));
        world.pass();
        assertThat(assigned("web")).hasSize(3);
    }

    @Test
    void nodesOnWhichAServiceKeepsFailingComeLast() {
        World two = World.withNodes(2);
        ServiceSpec spec = World.replicated("web", 6);
        two.create(spec.withTaskTemplate(new TaskSpec(
                spec.taskTemplate().containerSpec(),
                null,
                new RestartPolicy(null, Duration.ZERO, null, null),
                null,
                List.of(),
                null,
                0,
                "")));
        two.converge();
        for (int i = 0; i < 3; i++) {
            two.running("web").stream()
                    .filter(task -> new NodeId("n1").equals(task.nodeId()))
                    .forEach(task -> two.report(task, TaskState.FAILED));
            two.converge();
        }
        two.running("web").stream()
                .filter(task -> new NodeId("n1").equals(task.nodeId()))
                .forEach(task -> two.report(task, TaskState.FAILED));
        two.converge();
        assertThat(two.running("web")).hasSize(6).allMatch(task -> new NodeId("n2").equals(task.nodeId()));
    }

    @Test
    void preassignedTaskSaysWhatItsNodeLacks() {
        ServiceSpec spec = World.spec("agent", new ServiceMode.Global());
        world.create(spec.withTaskTemplate(reserving(0, 16L << 30)));
        world.pass();
        assertThat(world.tasks("agent"))
                .hasSize(3)
                .allMatch(task -> task.status().err().equals("insufficient resources on 1 node"));
    }

    private void create(String name, long replicas, TaskSpec spec) {
        world.create(World.replicated(name, replicas).withTaskTemplate(spec));
    }

    private List<Task> assigned(String service) {
        return world.tasks(service).stream()
                .filter(task -> task.status().state() == TaskState.ASSIGNED)
                .toList();
    }

    private List<Task> pending(String service) {
        return world.tasks(service).stream()
                .filter(task -> task.status().state() == TaskState.PENDING)
                .toList();
    }

    private String err(String service) {
        return pending(service).get(0).status().err();
    }

    private Map<String, Integer> perNode(String service) {
        Map<String, Integer> counts = new TreeMap<>();
        world.tasks(service).forEach(task -> counts.merge(String.valueOf(task.nodeId()), 1, Integer::sum));
        return counts;
    }

    private static TaskSpec reserving(long nanoCpus, long memory) {
        return reserving(new Resources(nanoCpus, memory, 0, List.of()));
    }

    private static TaskSpec reserving(Resources resources) {
        return new TaskSpec(
                World.taskSpec("nginx:1").containerSpec(),
                new ResourceRequirements(null, resources),
                null,
                null,
                List.of(),
                null,
                0,
                "");
    }

    private static TaskSpec placed(Placement placement) {
        return new TaskSpec(World.taskSpec("nginx:1").containerSpec(), null, null, placement, List.of(), null, 0, "");
    }

    private static TaskSpec logging(String driver) {
        return new TaskSpec(
                World.taskSpec("nginx:1").containerSpec(),
                null,
                null,
                null,
                List.of(),
                new Driver(driver, Map.of()),
                0,
                "");
    }

    private static Node described(Node node, Engine engine, List<GenericResource> generic) {
        NodeDescription old = node.description();
        return node.withDescription(new NodeDescription(
                old.hostname(),
                old.platform(),
                new Resources(old.resources().nanoCpus(), old.resources().memoryBytes(), 0, generic),
                engine));
    }
}
