package io.priok.e2e;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A docker command against a Swarm without services. */
abstract class CliFixture {
    final Cli docker;
    final Target target;
    final Swarm swarm;

    CliFixture(Cli installed, Target target) {
        this.docker = installed.at(target.host());
        this.target = target;
        this.swarm = new Swarm(target);
    }

    @BeforeEach
    void haveAnEmptySwarm() {
        swarm.init();
        swarm.clear();
    }

    @AfterEach
    void leaveNothingBehind() {
        if (swarm.active()) {
            swarm.clear();
        }
    }

    /**
     * Creates a service without waiting. The signal is KILL, because a shell as first process ignores others and every stop would
     * take its ten seconds of grace.
     */
    String create(String name, String... optionsAndImage) {
        List<String> line = new ArrayList<>(List.of(
                "service", "create", "--detach", "--no-resolve-image", "--stop-signal", "KILL", "--name", name));
        line.addAll(List.of(optionsAndImage));
        return docker.command(line.toArray(String[]::new)).ok();
    }

    /** Creates a service of idle containers and waits until all run. */
    void createRunning(String name, int replicas, String... options) {
        List<String> line = new ArrayList<>(List.of("--replicas", Integer.toString(replicas)));
        line.addAll(List.of(options));
        line.add(Engine.IMAGE);
        create(name, line.toArray(String[]::new));
        swarm.awaitRunning(name, replicas);
    }

    /** The id of the container of a service's only running task. */
    String container(String service) {
        return swarm.runningContainers(service).iterator().next();
    }

    /** The output of a command inside the container of the service's only running task. */
    String inside(String service, String... command) {
        List<String> line = new ArrayList<>(List.of("exec", container(service)));
        line.addAll(List.of(command));
        return docker.command(line.toArray(String[]::new)).ok();
    }

    String format(String kind, String name, String template) {
        return docker.command(kind, "inspect", "--format", template, name).ok();
    }
}
