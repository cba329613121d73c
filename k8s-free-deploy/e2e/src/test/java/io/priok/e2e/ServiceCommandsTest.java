package io.priok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Services come, are shown, grow, and go. */
@WithEachCli
@Order(3)
final class ServiceCommandsTest extends CliFixture {
    ServiceCommandsTest(Cli installed, Target target) {
        super(installed, target);
    }

    @Test
    void createShowsProgressUntilItConverged() {
        Command.Result created = docker.run(
                "service", "create", "--name", "web", "--stop-signal", "KILL", "--replicas", "3", Engine.IMAGE);
        assertThat(created.exit()).as("%s", created).isZero();
        assertThat(created.out())
                .matches("(?s)[0-9a-z]{25}\\n.*")
                .contains("overall progress: 3 out of 3 tasks", "1/3:", "3/3:")
                .containsPattern("verify: Service.* converged");
        assertThat(docker.ok("service ls --format {{.Name}}/{{.Mode}}/{{.Replicas}}/{{.Image}}"))
                .isEqualTo("web/replicated/3/3/demo:1");
    }

    @Test
    void psShowsEveryTask() {
        createRunning("web", 3);
        assertThat(docker.ok("service ps web").lines())
                .hasSize(4)
                .first()
                .asString()
                .matches("ID +NAME +IMAGE +NODE +DESIRED STATE +CURRENT STATE +ERROR +PORTS *");
        assertThat(docker.ok("service ps web --format {{.Name}}/{{.DesiredState}}")
                        .lines())
                .containsExactly("web.1/Running", "web.2/Running", "web.3/Running");
        assertThat(docker.ok("service ps web --filter desired-state=shutdown -q"))
                .isEmpty();
        assertThat(docker.ok("service ps web --filter name=web.2 --format {{.CurrentState}}"))
                .startsWith("Running ");
    }

    @Test
    void inspectPrettyTellsTheSpec() {
        createRunning("web", 2, "--label", "tier=front", "--env", "A=1", "--limit-memory", "64M");
        assertThat(docker.ok("service inspect --pretty web"))
                .containsPattern("Name:\\s+web")
                .containsPattern("Service Mode:\\s+Replicated")
                .containsPattern("Replicas:\\s+2")
                .contains("tier=front", "Image:", "demo:1", "A=1", "64MiB", "UpdateConfig:", "RollbackConfig:");
        assertThat(format("service", "web", "{{.Spec.TaskTemplate.ContainerSpec.Image}}"))
                .isEqualTo("demo:1");
    }

    @Test
    void scaleAddsAndTakesTasks() {
        createRunning("web", 2);
        Command.Result scaled = docker.run("service", "scale", "web=5");
        assertThat(scaled.out()).contains("web scaled to 5").containsPattern("verify: Service.* converged");
        swarm.awaitRunning("web", 5);
        assertThat(swarm.liveContainers("web")).hasSize(5);
        docker.ok("service scale --detach web=1");
        swarm.awaitRunning("web", 1);
        Await.until(Await.SOON, () -> assertThat(swarm.liveContainers("web")).hasSize(1));
        assertThat(docker.ok("service ls --format {{.Replicas}}")).isEqualTo("1/1");
    }

    @Test
    void aGlobalServiceHasOneTaskPerNode() {
        create("agent", "--mode", "global", Engine.IMAGE);
        swarm.awaitRunning("agent", 1);
        assertThat(docker.ok("service ls --format {{.Mode}}/{{.Replicas}}")).isEqualTo("global/1/1");
        String node = docker.ok("node ls -q");
        assertThat(docker.ok("ps --format {{.Names}}")).startsWith("agent." + node + ".");
        docker.refused("scale can only be used with replicated", "service", "scale", "agent=2");
    }

    @Test
    void aJobRunsToItsEnd() {
        create(
                "job",
                "--mode",
                "replicated-job",
                "--replicas",
                "2",
                "--restart-condition",
                "none",
                Engine.IMAGE,
                "true");
        Await.until(Await.SOON, () -> assertThat(swarm.tasks("job", "complete")).hasSize(2));
        Await.throughout(
                Duration.ofSeconds(2), () -> assertThat(swarm.tasks("job")).hasSize(2));
        assertThat(docker.ok("service ls --format {{.Mode}}/{{.Replicas}}"))
                .startsWith("replicated job/")
                .contains("2/2 completed");
    }

    @Test
    void anUnsatisfiedConstraintIsExplained() {
        create("nowhere", "--constraint", "node.role==worker", Engine.IMAGE);
        create("huge", "--reserve-memory", "500G", Engine.IMAGE);
        Await.until(Await.SOON, () -> {
            assertThat(docker.ok("service ps --no-trunc nowhere"))
                    .contains("Pending", "no suitable node (scheduling constraints not satisfied on 1 node)");
            assertThat(docker.ok("service ps --no-trunc huge"))
                    .contains("Pending", "no suitable node (insufficient resources on 1 node)");
        });
        assertThat(docker.ok("service ls --filter name=nowhere --format {{.Replicas}}"))
                .isEqualTo("0/1");
    }

    @Test
    void anAbsentImageIsRejectedInTheEnginesWords() {
        create("noimage", "nosuch:1");
        Await.until(
                Await.SOON,
                () -> assertThat(docker.ok("service ps --no-trunc noimage"))
                        .contains("Rejected")
                        .contains("\"No such image: nosuch:1\""));
        assertThat(swarm.liveContainers("noimage")).isEmpty();
    }

    @Test
    void anUnknownCommandInTheImageFailsInTheEnginesWords() {
        create("nocommand", "--restart-max-attempts", "1", Engine.IMAGE, "/no/such/program");
        Await.until(
                Await.SOON,
                () -> assertThat(docker.ok("service ps --no-trunc nocommand"))
                        .contains("starting container failed")
                        .contains("/no/such/program"));
    }

    @Test
    void aNameIsGivenOnce() {
        create("web", Engine.IMAGE);
        Command.Result again = docker.run("service", "create", "--detach", "--name", "web", Engine.IMAGE);
        again.refused(
                "rpc error: code = AlreadyExists desc = name conflicts with an existing object: service web already exists");
        assertThat(docker.ok("service ls -q").lines()).hasSize(1);
    }

    @Test
    void removalEndsTheContainers() {
        createRunning("web", 2);
        assertThat(docker.ok("service rm web")).isEqualTo("web");
        assertThat(docker.ok("service ls -q")).isEmpty();
        docker.refused("no such service: web", "service", "ps", "web");
        // 20.10 words it by itself: "No such service: web".
        docker.refused("web", "service", "rm", "web");
        Await.until(Await.SOON, () -> assertThat(swarm.taskContainers()).isEmpty());
    }

    @Test
    void servicesAreFoundByFilters() {
        create("red", "--label", "colour=red", Engine.IMAGE);
        create("blue", "--label", "colour=blue", "--mode", "global", Engine.IMAGE);
        assertThat(docker.ok("service ls --filter label=colour=red --format {{.Name}}"))
                .isEqualTo("red");
        assertThat(docker.ok("service ls --filter mode=global --format {{.Name}}"))
                .isEqualTo("blue");
        assertThat(docker.ok("service ls --filter name=re --format {{.Name}}")).isEqualTo("red");
        assertThat(docker.ok("service ls --filter label=colour --format {{.Name}}")
                        .lines())
                .containsExactlyInAnyOrder("red", "blue");
    }
}
