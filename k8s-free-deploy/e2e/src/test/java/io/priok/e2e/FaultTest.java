package io.priok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** kill -9 of the server, of the engine and of containers: nothing acknowledged is lost, and nothing healthy is touched. */
@Tag("engine")
@ExtendWith(TargetExtension.class)
@Order(9)
final class FaultTest {
    private static final int CREATES = 200;

    private final Target target;
    private final Swarm swarm;
    private final Cli docker;
    /** The containers as the engine itself tells them, whether the server runs or not. */
    private final Swarm engine;

    FaultTest(Target target) {
        this.target = target;
        this.swarm = new Swarm(target);
        this.docker = Cli.installed().get(0).at(target.host());
        this.engine = new Swarm(new RunningTarget(target.engine().host(), false));
    }

    @BeforeEach
    void haveAnEmptySwarm() {
        swarm.init();
        swarm.clear();
    }

    @AfterEach
    void leaveNothingBehind() {
        swarm.clear();
    }

    private void createRunning(String name, int replicas) {
        docker.ok("service create --detach --no-resolve-image --stop-signal KILL --restart-delay 100ms --name " + name
                + " --replicas " + replicas + " " + Engine.IMAGE);
        swarm.awaitRunning(name, replicas);
    }

    private void onlyPriok() {
        assumeTrue(target.isPriok(), "Docker's Swarm is the engine: its containers end with it");
    }

    private void awaitTheSame(String service, Set<String> containers) {
        swarm.awaitReady();
        swarm.awaitRunning(service, containers.size());
        Await.throughout(Duration.ofSeconds(4), () -> {
            assertThat(engine.liveContainers(service)).isEqualTo(containers);
            assertThat(swarm.runningContainers(service)).isEqualTo(containers);
        });
    }

    @Test
    void aKilledServerFindsItsTenTasksAgain() {
        onlyPriok();
        createRunning("web", 10);
        Set<String> before = engine.liveContainers("web");
        target.kill();
        assertThat(engine.liveContainers("web")).hasSize(10).isEqualTo(before);
        target.start();
        awaitTheSame("web", before);
        assertThat(docker.ok("service ls --format {{.Replicas}}")).isEqualTo("10/10");
        docker.ok("service scale --detach web=12");
        swarm.awaitRunning("web", 12);
        assertThat(engine.liveContainers("web")).hasSize(12).containsAll(before);
    }

    @Test
    void downAndUpKeepTheContainers() {
        onlyPriok();
        createRunning("web", 3);
        Set<String> before = engine.liveContainers("web");
        target.stop();
        assertThat(engine.liveContainers("web")).isEqualTo(before);
        target.start();
        awaitTheSame("web", before);
        docker.ok("service rm web");
        Await.until(Await.SOON, () -> assertThat(engine.liveContainers("web")).isEmpty());
    }

    @Test
    void aContainerThatDiesWhileTheServerIsDownIsReplaced() {
        onlyPriok();
        createRunning("web", 3);
        Set<String> before = engine.liveContainers("web");
        String victim = before.iterator().next();
        target.kill();
        engine.api().send("POST", "/containers/" + victim + "/kill", "").expect(204);
        target.start();
        swarm.awaitReady();
        Await.until(
                Await.LONG,
                () -> assertThat(engine.liveContainers("web")).hasSize(3).doesNotContain(victim));
        before.remove(victim);
        assertThat(engine.liveContainers("web")).containsAll(before);
        swarm.awaitRunning("web", 3);
    }

    @Test
    void aKilledEngineComesBackToTheSpec() {
        createRunning("web", 3);
        target.engine().kill();
        target.engine().start();
        awaitSpec();
    }

    @Test
    void anEngineThatIsRestartedComesBackToTheSpec() {
        createRunning("web", 3);
        target.engine().stop();
        target.engine().start();
        awaitSpec();
    }

    private void awaitSpec() {
        swarm.awaitReady();
        Await.until(Await.LONG, () -> {
            Set<String> live = engine.liveContainers("web");
            assertThat(live).hasSize(3);
            assertThat(swarm.runningContainers("web")).isEqualTo(live);
        });
        swarm.awaitRunning("web", 3);
        docker.ok("service scale --detach web=4");
        swarm.awaitRunning("web", 4);
        assertThat(engine.liveContainers("web")).hasSize(4);
    }

    /** Eight clients create; the server is killed when so many were acknowledged, more at each repetition. */
    @RepeatedTest(2)
    void whatWasAcknowledgedOutlivesAKill(RepetitionInfo repetition) throws InterruptedException {
        int killAfter = 40 * repetition.getCurrentRepetition();
        Set<String> acknowledged = new ConcurrentSkipListSet<>();
        AtomicInteger next = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 8; i++) {
            clients.execute(() -> createUntilItFails(next, acknowledged));
        }
        Await.until(Await.LONG, () -> assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(killAfter));
        target.kill();
        clients.shutdown();
        assertThat(clients.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(acknowledged).as("killed in the midst").hasSizeLessThan(CREATES);
        target.start();
        swarm.awaitReady();

        List<String> names = names();
        assertThat(names).doesNotHaveDuplicates().containsAll(acknowledged);
        assertThat(names.size() - acknowledged.size())
                .as("created, but the answer was lost")
                .isBetween(0, 8);
        finishTheRest(new TreeSet<>(names));
    }

    private void createUntilItFails(AtomicInteger next, Set<String> acknowledged) {
        for (int i = next.getAndIncrement(); i < CREATES; i = next.getAndIncrement()) {
            try {
                if (create("many-" + i).status() == 201) {
                    acknowledged.add("many-" + i);
                }
            } catch (RuntimeException killed) {
                return;
            }
        }
    }

    /** A service with one task that no node may take: the log has work, the engine has none. */
    private Api.Response create(String name) {
        String spec = "{\"Name\":\"" + name + "\",\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"demo:1\"},"
                + "\"Placement\":{\"Constraints\":[\"node.role==worker\"]}},\"Mode\":{\"Replicated\":{\"Replicas\":1}}}";
        return swarm.api().send("POST", "/services/create", spec);
    }

    private List<String> names() {
        return swarm.api().list("/services").stream()
                .map(service -> service.getJsonObject("Spec").getString("Name"))
                .toList();
    }

    private void finishTheRest(Set<String> present) {
        for (int i = 0; i < CREATES; i++) {
            String name = "many-" + i;
            create(name).expect(present.contains(name) ? 409 : 201);
        }
        assertThat(names()).hasSize(CREATES).doesNotHaveDuplicates();
        Await.until(
                Await.LONG,
                () -> assertThat(swarm.api().list("/tasks").stream()
                                .collect(Collectors.groupingBy(
                                        task -> task.getString("ServiceID"), Collectors.counting())))
                        .hasSize(CREATES)
                        .allSatisfy((service, tasks) -> assertThat(tasks).isEqualTo(1)));
        List<JsonObject> tasks = swarm.api().list("/tasks");
        assertThat(tasks).allMatch(task -> Swarm.state(task).equals("pending"));
    }
}
