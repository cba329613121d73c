package io.priok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** {@code docker service logs}, at rest and followed. */
@WithEachCli
@Order(4)
final class ServiceLogsTest extends CliFixture {
    private static final String COUNT_TO_FIVE = "for i in 1 2 3 4 5; do echo line $i; sleep 0.3; done; sleep 100000";
    private static final String COUNT_FOR_EVER = "i=0; while :; do i=$((i+1)); echo tick $i; sleep 0.3; done";

    ServiceLogsTest(Cli installed, Target target) {
        super(installed, target);
    }

    private void count(String script, int replicas) {
        create("talks", "--replicas", Integer.toString(replicas), Engine.IMAGE, "sh", "-c", script);
        swarm.awaitRunning("talks", replicas);
    }

    private List<String> logs(String... options) {
        String[] line = new String[options.length + 3];
        System.arraycopy(new String[] {"service", "logs"}, 0, line, 0, 2);
        System.arraycopy(options, 0, line, 2, options.length);
        line[line.length - 1] = "talks";
        return docker.command(line).ok().lines().toList();
    }

    private void awaitFiveLines() {
        Await.until(Await.SOON, () -> assertThat(logs()).hasSize(5));
    }

    @Test
    void everyLineNamesItsTaskAndNode() {
        count(COUNT_TO_FIVE, 2);
        String hostname = docker.ok("info --format {{.Name}}");
        Await.until(Await.SOON, () -> assertThat(logs()).hasSize(10));
        assertThat(logs()).allMatch(line -> line.matches("talks\\.[12]\\.[0-9a-z]+@" + hostname + " +\\| line [1-5]"));
        assertThat(logs().stream().filter(line -> line.startsWith("talks.1."))).hasSize(5);
        assertThat(logs("--raw")).allMatch(line -> line.matches("line [1-5]"));
    }

    @Test
    void standardErrorComesOnStandardError() {
        create("talks", Engine.IMAGE, "sh", "-c", "echo to-out; echo to-err >&2; sleep 100000");
        Await.until(Await.SOON, () -> {
            Command.Result result = docker.run("service", "logs", "talks");
            assertThat(result.out()).contains("to-out").doesNotContain("to-err");
            assertThat(result.err()).contains("to-err");
        });
    }

    @Test
    void tailTakesTheLastLines() {
        count(COUNT_TO_FIVE, 1);
        awaitFiveLines();
        assertThat(logs("--tail", "2", "--raw")).containsExactly("line 4", "line 5");
        assertThat(logs("--tail", "0")).isEmpty();
    }

    @Test
    void sinceLeavesOutWhatWasBefore() {
        count(COUNT_TO_FIVE, 1);
        awaitFiveLines();
        List<String> stamped = logs("--timestamps", "--raw");
        assertThat(stamped).allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\S+Z line \\d"));
        String third = stamped.get(2).substring(0, stamped.get(2).indexOf(' '));
        assertThat(Instant.parse(third))
                .isBefore(Instant.now().plusSeconds(1))
                .isAfter(Instant.now().minusSeconds(120));
        assertThat(logs("--since", third, "--raw")).containsExactly("line 3", "line 4", "line 5");
    }

    @Test
    void followedLinesComeWhileTheyAreWritten() {
        count(COUNT_FOR_EVER, 1);
        Command command = docker.command("service", "logs", "--follow", "--raw", "talks");
        try (Command.Started followed = command.start()) {
            Await.until(Await.SOON, () -> assertThat(followed.out()).contains("tick 1\n"));
            int seen = followed.out().lines().toList().size();
            Await.until(
                    Duration.ofSeconds(10),
                    () -> assertThat(followed.out().lines().toList()).hasSizeGreaterThan(seen + 5));
            assertThat(followed.alive()).isTrue();
            List<String> lines = followed.out().lines().toList();
            for (int i = 0; i < lines.size() - 1; i++) {
                assertThat(lines.get(i)).isEqualTo("tick " + (i + 1));
            }
            followed.interrupt();
            followed.end(Duration.ofSeconds(10));
        }
        // The end of one reader is nobody else's.
        assertThat(logs("--tail", "1")).hasSize(1);
    }

    @Test
    void aFollowerSeesTasksThatComeLater() {
        count(COUNT_FOR_EVER, 1);
        try (Command.Started followed =
                docker.command("service", "logs", "--follow", "talks").start()) {
            Await.until(Await.SOON, () -> assertThat(followed.out()).contains("talks.1."));
            docker.ok("service scale --detach talks=2");
            Await.until(Await.SOON, () -> assertThat(followed.out()).contains("talks.2."));
        }
    }

    @Test
    void oneTasksLogsCanBeAskedFor() {
        count(COUNT_TO_FIVE, 2);
        String task = docker.ok("service ps -q --filter name=talks.2 talks");
        Await.until(
                Await.SOON,
                () -> assertThat(docker.ok("service logs --raw " + task).lines())
                        .hasSize(5));
        docker.refused("no such task or service: nosuch", "service", "logs", "nosuch");
    }
}
