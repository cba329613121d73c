package io.priok.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.e2e.Api;
import io.priok.e2e.Await;
import io.priok.e2e.Cli;
import io.priok.e2e.Command;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The Swarm on the lab: brought into a shape, and read by commands on a manager or by the engines themselves. */
record Cluster(Lab lab, Cli cli) {
    /** As the demo images have it; the signal is KILL, because a first process ignores others and would take its grace. */
    static final String IMAGE = "demo:1";

    private static final String LABEL = "com.docker.swarm.service.name";
    private static final Duration MENDING = Duration.ofSeconds(45);
    private static final String NODE =
            "{{.Hostname}},{{.Status}},{{.Availability}},{{.ManagerStatus}},{{.Self}},{{.ID}}";

    /** A line of {@code docker node ls}. */
    record Node(String name, String status, String availability, String manager, boolean self, String id) {
        static Node of(String line) {
            String[] parts = line.split(",", -1);
            return new Node(parts[0], parts[1], parts[2], parts[3], Boolean.parseBoolean(parts[4]), parts[5]);
        }

        boolean leads() {
            return manager.equals("Leader");
        }
    }

    HostCli at(String host) {
        return lab.docker(cli, host);
    }

    // Shapes

    /**
     * All hosts on, all nodes Ready and Active without labels, no services, and these managers. What is nearly so is mended; else the
     * Swarm is made anew, and if that fails the lab.
     */
    void have(String... managers) {
        try {
            if (isThere(managers)) {
                return;
            }
            lab.mend();
            renew(List.of(managers));
        } catch (AssertionError | RuntimeException e) {
            System.err.println("making the lab anew: " + e.getMessage());
            lab.close();
            lab.up();
            renew(List.of(managers));
        }
    }

    private boolean isThere(String... managers) {
        try {
            clear();
            for (Node node : nodes("h1")) {
                tidy(node, List.of(managers).contains(node.name()));
            }
            awaitManagers(MENDING, managers);
            return true;
        } catch (AssertionError | RuntimeException e) {
            return false;
        }
    }

    private void tidy(Node node, boolean manager) {
        if (!node.status().equals("Ready")) {
            throw new IllegalStateException(node + " is not ready");
        }
        if (!node.availability().equals("Active")) {
            at("h1").ok("node update --availability active " + node.name());
        }
        if (manager != !node.manager().isEmpty()) {
            at("h1").ok("node " + (manager ? "promote " : "demote ") + node.name());
        }
        String labels = at("h1").command(
                        "node", "inspect", "--format", "{{range $k, $v := .Spec.Labels}}{{$k}} {{end}}", node.name())
                .ok();
        for (String label : labels.split(" ", -1)) {
            if (!label.isEmpty()) {
                at("h1").ok("node update --label-rm " + label + " " + node.name());
            }
        }
    }

    private void renew(List<String> managers) {
        Lab.HOSTS.forEach(this::leave);
        init("h1");
        for (String host : Lab.without("h1")) {
            join(host, managers.contains(host) ? "manager" : "worker");
        }
        awaitManagers(Await.LONG, managers.toArray(String[]::new));
    }

    /** Takes a host out of whatever Swarm it is in. */
    void leave(String host) {
        at(host).run("swarm", "leave", "--force");
        Await.until(Await.SOON, () -> assertThat(localState(host)).isEqualTo("inactive"));
        for (JsonObject container : lab.engine(host).list("/containers/json", "label", LABEL)) {
            lab.engine(host).delete("/containers/" + container.getString("Id") + "?force=1");
        }
    }

    String localState(String host) {
        return at(host).ok("info --format {{.Swarm.LocalNodeState}}");
    }

    String init(String host) {
        return at(host).ok("swarm init --advertise-addr " + Lab.address(host));
    }

    /** By h1's token of that role. */
    String join(String host, String role) {
        return at(host).ok("swarm join --token " + token(role) + " " + Lab.address("h1") + ":2377");
    }

    String token(String role) {
        return at("h1").ok("swarm join-token -q " + role);
    }

    /** Removes all services and waits until no container of theirs is left. */
    void clear() {
        String services = at("h1").ok("service ls -q");
        if (!services.isEmpty()) {
            at("h1").ok("service rm " + services.replace('\n', ' '));
        }
        Await.until(Await.SOON, () -> {
            for (String host : Lab.HOSTS) {
                assertThat(lab.engine(host).list("/containers/json", "label", LABEL))
                        .as("containers on " + host)
                        .isEmpty();
            }
        });
    }

    // Nodes

    List<Node> nodes(String asked) {
        return at(asked)
                .command("node", "ls", "--format", NODE)
                .ok()
                .lines()
                .map(Node::of)
                .toList();
    }

    Node node(String asked, String name) {
        return nodes(asked).stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(asked + " knows no node " + name));
    }

    String leader(String asked) {
        return nodes(asked).stream()
                .filter(Node::leads)
                .map(Node::name)
                .findFirst()
                .orElseThrow(() -> new AssertionError(asked + " sees no leader"));
    }

    void awaitStatus(String asked, String name, String status) {
        Await.until(
                Await.SOON,
                () -> assertThat(node(asked, name).status()).as(name).isEqualTo(status));
    }

    /** Until three nodes are Ready, just these are managers, each can be reached, and each says the same. */
    void awaitManagers(Duration patience, String... managers) {
        for (String asked : managers) {
            Await.until(patience, () -> {
                List<Node> nodes = nodes(asked);
                assertThat(nodes).hasSize(3).allMatch(node -> node.status().equals("Ready"), "Ready");
                assertThat(nodes.stream()
                                .filter(node -> !node.manager().isEmpty())
                                .map(Node::name))
                        .containsExactlyInAnyOrder(managers);
                assertThat(nodes.stream().map(Node::manager))
                        .contains("Leader")
                        .allMatch(status -> Set.of("", "Leader", "Reachable").contains(status), "reachable");
            });
        }
        for (String worker : Lab.without(managers)) {
            Await.until(
                    patience,
                    () -> assertThat(at(worker).ok("info --format {{.Swarm.ControlAvailable}}"))
                            .isEqualTo("false"));
        }
    }

    // Services

    /** Creates a service without waiting. Asked is a manager. */
    String create(String asked, String name, String... options) {
        return createCommand(asked, name, options).ok();
    }

    Command createCommand(String asked, String name, String... options) {
        List<String> line = new ArrayList<>(List.of(
                "service", "create", "--detach", "--no-resolve-image", "--stop-signal", "KILL", "--name", name));
        line.addAll(List.of(options));
        line.add(IMAGE);
        return at(asked).command(line.toArray(String[]::new));
    }

    void createRunning(String name, int replicas, String... options) {
        List<String> all = new ArrayList<>(List.of("--replicas", Integer.toString(replicas)));
        all.addAll(List.of(options));
        create("h1", name, all.toArray(String[]::new));
        awaitRunning("h1", name, replicas, Lab.HOSTS);
    }

    /** Tasks that are to run and do: lines "web.1 h2". */
    List<String> running(String asked, String service) {
        return tasks(asked, service).stream()
                .filter(line -> line.contains(" Running Running "))
                .map(line -> line.substring(0, line.indexOf(" Running ")))
                .toList();
    }

    /** Tasks as lines "web.1 h2 Running Running 5 seconds ago", the newest of a slot first. */
    List<String> tasks(String asked, String service) {
        return at(asked)
                .command(
                        "service", "ps", "--format", "{{.Name}} {{.Node}} {{.DesiredState}} {{.CurrentState}}", service)
                .ok()
                .lines()
                .map(line -> line.replaceFirst("^ *\\\\_ ", "old "))
                .toList();
    }

    /** Names like "web.3" of the containers that run on a host's engine, sorted, one for each container. */
    List<String> slots(String service, Collection<String> hosts) {
        return hosts.stream()
                .flatMap(host -> containers(service, host).stream())
                .map(name -> name.replaceFirst("^/", "").replaceFirst("\\.[^.]*$", ""))
                .sorted()
                .toList();
    }

    /** Names of the service's containers that run on the host's engine, with the tasks' ids. */
    Set<String> containers(String service, String host) {
        return lab.engine(host).list("/containers/json", "label", LABEL + "=" + service).stream()
                .map(container -> container.getJsonArray("Names").getString(0).substring(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Until each slot has one container on these hosts, and the tasks say the same. */
    void awaitRunning(String asked, String service, int count, Collection<String> hosts) {
        Await.until(Await.LONG, () -> {
            assertEachOnce(service, count, hosts);
            assertThat(running(asked, service))
                    .as("running tasks of %s", service)
                    .hasSize(count);
        });
    }

    void assertEachOnce(String service, int count, Collection<String> hosts) {
        assertThat(slots(service, hosts))
                .as("containers of %s on %s", service, hosts)
                .hasSize(count)
                .doesNotHaveDuplicates();
    }

    /** That each container on a host is one of a task that is to run there. */
    void assertOnlyItsOwn(String asked, String host) {
        Set<String> wanted = at(asked)
                .command(
                        "node",
                        "ps",
                        "--no-trunc",
                        "--filter",
                        "desired-state=running",
                        "--format",
                        "{{.Name}}.{{.ID}}",
                        host)
                .ok()
                .lines()
                .collect(Collectors.toSet());
        Api engine = lab.engine(host);
        assertThat(engine.list("/containers/json", "label", LABEL).stream()
                        .map(container ->
                                container.getJsonArray("Names").getString(0).substring(1)))
                .as("containers on %s", host)
                .isSubsetOf(wanted);
    }
}
