package io.priok.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The docker commands that are installed, against the engine at the system property {@code priok.engine.socket}. Needs a
 * static busybox to build an image from.
 */
@Tag("engine")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealEngineTest {
    private static final String IMAGE = "priok-front-test:1";

    private Path directory;

    private FakeSwarm swarm;
    private FrontDoor door;
    private String container;

    static List<Path> clis() {
        return DockerCli.installed();
    }

    @BeforeAll
    void openTheDoor(@TempDir Path temporary) throws IOException {
        directory = temporary;
        swarm = new FakeSwarm();
        swarm.on("/v1.50/events", RealEngineTest::events);
        swarm.on("/v1.41/events", RealEngineTest::events);
        String socket = System.getProperty("priok.engine.socket", FrontDoorConfig.DOCKER_SOCKET.toString());
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        door = FrontDoor.start(FrontDoorConfig.of(any, swarm.address()).withEngineSocket(Path.of(socket)));
        Files.copy(busybox(), directory.resolve("busybox"));
        Files.writeString(directory.resolve("Dockerfile"), """
                FROM scratch
                COPY busybox /bin/busybox
                RUN ["/bin/busybox", "--install", "-s", "/bin"]
                """);
        DockerCli cli = new DockerCli(clis().get(0), door);
        cli.run("$D build --network none -t " + IMAGE + " " + directory);
        container = cli.run("$D run -d --network none " + IMAGE + " sh -c 'echo started; sleep 1000'");
    }

    @AfterAll
    void closeTheDoor() {
        new DockerCli(clis().get(0), door).run("$D rm -f " + container);
        door.close();
        swarm.close();
    }

    private static Path busybox() {
        return List.of("/usr/bin/busybox", "/bin/busybox").stream()
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no busybox; install busybox-static"));
    }

    private static void events(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            String event = """
                    {"Type":"service","Action":"create","Actor":{"ID":"s1","Attributes":{}},"time":1}
                    """;
            while (true) {
                out.write(event.getBytes(StandardCharsets.UTF_8));
                out.flush();
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private String run(Path cli, String script) {
        return new DockerCli(cli, door).run(script.replace("$C", container).replace("$I", IMAGE));
    }

    @ParameterizedTest
    @MethodSource("clis")
    void execWithInputThatEndsEarlyPrintsAll(Path cli) {
        for (int i = 0; i < 10; i++) {
            assertThat(run(cli, "echo hi | $D exec -i $C sh -c 'cat; echo done'"))
                    .isEqualTo("hi\ndone");
        }
        assertThat(run(cli, "echo hi | $D exec -i $C sh -c 'cat; sleep 1; echo done'"))
                .isEqualTo("hi\ndone");
    }

    @ParameterizedTest
    @MethodSource("clis")
    void execPrintsAllThoughItsInputIsUnread(Path cli) {
        for (int i = 0; i < 5; i++) {
            assertThat(run(cli, "head -c 3000000 /dev/zero | $D exec -i $C echo gone"))
                    .startsWith("gone");
        }
    }

    @ParameterizedTest
    @MethodSource("clis")
    void execGivesATerminal(Path cli) {
        assertThat(run(cli, "script -qec \"$D exec -it $C tty\" /dev/null")).contains("/dev/pts/");
    }

    @ParameterizedTest
    @MethodSource("clis")
    void runAndAttachCarryInputAndOutput(Path cli) {
        assertThat(run(cli, "echo in | $D run --rm -i --network none $I cat")).isEqualTo("in");
        assertThat(run(cli, "$D run --rm --network none $I echo out")).isEqualTo("out");
        assertThat(run(cli, """
                        A=$($D create -i --network none $I cat)
                        echo attached | $D start -ai $A
                        $D rm -f $A >/dev/null
                        """)).isEqualTo("attached");
        assertThat(run(cli, """
                        A=$($D run -d --network none $I sh -c 'sleep 2; echo late')
                        $D attach $A
                        $D rm -f $A >/dev/null
                        """)).isEqualTo("late");
    }

    @ParameterizedTest
    @MethodSource("clis")
    void buildsInBothWays(Path cli) {
        DockerCli docker = new DockerCli(cli, door);
        String build = "$D build --no-cache --network none -t priok-front-test:2 " + directory;
        assertThat(docker.run(false, build)).contains("Successfully tagged priok-front-test:2");
        // A client without its buildx plugin falls back or refuses, both without the front door's doing.
        if (docker.run("$D --version").contains("version 20.")) {
            assertThat(docker.run(true, build)).contains("naming to docker.io/library/priok-front-test:2");
        }
        docker.run("$D rmi priok-front-test:2");
    }

    @ParameterizedTest
    @MethodSource("clis")
    void savesLoadsAndCopies(Path cli) {
        assertThat(run(cli, "$D save $I | $D load")).contains("Loaded image: " + IMAGE);
        assertThat(run(cli, "$D cp $C:/bin/busybox - | tar -tf -")).isEqualTo("busybox");
    }

    @ParameterizedTest
    @MethodSource("clis")
    void eventsAndLogsFollowUntilTheClientLeaves(Path cli) throws IOException {
        for (String script : List.of("exec $D events", "exec $D logs -f " + container)) {
            Process process = new DockerCli(cli, door).start(false, script);
            String line = process.inputReader().readLine();
            assertThat(line).containsAnyOf("service create s1", "started");
            Poll.until("followed", () -> door.stats().inFlight() == 1);
            process.destroyForcibly();
            Poll.until("ended with its client", () -> door.stats().inFlight() == 0);
        }
    }

    @Test
    void threeHundredFollowedLogsAreServed() throws IOException {
        List<Wire> followers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            followers.add(Wire.to(door).get("/v1.50/containers/" + container + "/logs?follow=1&stdout=1"));
        }
        for (Wire follower : followers) {
            assertThat(follower.head().status()).isEqualTo(200);
            assertThat(follower.chunk()).endsWith("started\n");
        }
        assertThat(door.stats().inFlight()).isEqualTo(300);
        assertThat(run(clis().get(0), "$D exec $C echo meanwhile")).isEqualTo("meanwhile");
        for (Wire follower : followers) {
            follower.close();
        }
        Poll.until("all are gone", () -> door.stats().inFlight() == 0);
    }
}
