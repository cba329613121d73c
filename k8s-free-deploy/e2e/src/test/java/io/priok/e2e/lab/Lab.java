package io.priok.e2e.lab;

import io.priok.e2e.Api;
import io.priok.e2e.Cli;
import io.priok.e2e.Command;
import io.priok.e2e.Home;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The hosts h1 to h3 of a lab that belongs to the tests, through {@code ./priok lab}.
 *
 * @param name of the lab; labs of different names do not meet
 * @param endpoint of Docker's API inside a host, as in DOCKER_HOST
 * @param sockets of the hosts' engines as seen from this machine; a host that was switched on anew has another one
 */
record Lab(Path tool, String name, String endpoint, Map<String, Path> sockets) implements AutoCloseable {
    static final List<String> HOSTS = List.of("h1", "h2", "h3");

    private static final String ENGINE = "unix:///run/docker.sock";
    private static final String API = "tcp://127.0.0.1:2375";
    private static final Path DISKS = Path.of("/var/lib/priok-lab");

    /** A lab that is not up yet, with a name of its own. */
    static Lab of(String prefix, boolean priok) {
        String name = prefix + ProcessHandle.current().pid();
        return new Lab(
                Home.find().resolve("k8s-free-deploy/lab/run"), name, priok ? API : ENGINE, new ConcurrentHashMap<>());
    }

    boolean isPriok() {
        return endpoint.equals(API);
    }

    static String address(String host) {
        return "10.99.0.1" + host.substring(1);
    }

    static List<String> without(String... hosts) {
        List<String> left = new ArrayList<>(HOSTS);
        left.removeAll(List.of(hosts));
        return left;
    }

    Command command(String... words) {
        List<String> line = new ArrayList<>(List.of(tool.toString()));
        line.addAll(List.of(words));
        return new Command(List.copyOf(line), Map.of("PRIOK_LAB", name), Duration.ofMinutes(6));
    }

    /** A command on a host; {@code docker} there speaks to Priok. */
    Command on(String host, String... words) {
        List<String> line = new ArrayList<>(List.of("exec", host, "--"));
        line.addAll(List.of(words));
        return command(line.toArray(String[]::new)).within(Duration.ofMinutes(2));
    }

    /** A docker command of this machine, typed on a host. */
    HostCli docker(Cli cli, String host) {
        return new HostCli(this, host, cli.binary());
    }

    void up() {
        command("up", "--hosts", Integer.toString(HOSTS.size())).ok();
        sockets.clear();
        endOtherServers();
    }

    /** A power failure: when this returns nothing of the host runs. */
    void kill(String host) {
        sockets.remove(host);
        command("kill", host).ok();
    }

    /** Returns when the host's node is ready. */
    void start(String host) {
        command("start", host).ok();
        sockets.remove(host);
        endOtherServers();
    }

    /** Hosts boot with Priok's server, which would only be in the way of the engines' own Swarm. */
    private void endOtherServers() {
        if (isPriok()) {
            return;
        }
        Map<String, String> status = status();
        for (String host : HOSTS) {
            if ("running".equals(status.get(host + ".server"))) {
                command("server", host, "kill").ok();
            }
        }
    }

    void cut(String host) {
        command("cut", host).ok();
    }

    void heal(String host) {
        command("heal", host).ok();
    }

    /** An orderly stop and a new start of the server; engine and containers run on. */
    void restartServer(String host) {
        command("server", host, "stop").ok();
        command("server", host, "start").ok();
    }

    /** The state of each host and of its link, like {@code h1.state}, {@code h1.link}, {@code h1.server}. */
    Map<String, String> status() {
        Map<String, String> facts = new TreeMap<>();
        for (String line : command("status", "--lines").ok().lines().toList()) {
            int equals = line.indexOf('=');
            facts.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return facts;
    }

    /** Switches on, plugs in and starts whatever is not. */
    void mend() {
        Map<String, String> status = status();
        for (String host : HOSTS) {
            boolean faulty = !status.getOrDefault(host + ".faults", "").isEmpty();
            if (faulty || "cut".equals(status.get(host + ".link"))) {
                heal(host);
            }
            if (!"ready".equals(status.get(host + ".state"))) {
                kill(host);
                start(host);
            } else if (isPriok() && !"running".equals(status.get(host + ".server"))) {
                command("server", host, "start").ok();
            }
        }
    }

    /** The host's own engine, asked directly. */
    Api engine(String host) {
        Path socket = sockets.computeIfAbsent(host, name -> Path.of(status().get(name + ".engineSocket")));
        return new Api("unix://" + socket);
    }

    /** The host's network namespace. */
    Path network(String host) {
        // /proc/PID/root/run/docker.sock, of the host's first process
        Path socket = Path.of(status().get(host + ".engineSocket"));
        return Path.of("/").resolve(socket.subpath(0, 2)).resolve("ns/net");
    }

    /** The command that made it. */
    Path priok() {
        return tool.resolveSibling("../../priok").normalize();
    }

    private Path disk(String host) {
        return DISKS.resolve(name).resolve(host);
    }

    /** The manager's logs, an incarnation each. */
    Path log(String host) {
        return disk(host).resolve("priok/manager/log");
    }

    /** The highest term that the host's agent has obeyed, as its disk says. */
    long obeyedTerm(String host) {
        try (JsonReader fence =
                Json.createReader(Files.newInputStream(disk(host).resolve("priok/worker/fence.json")))) {
            return fence.readObject().getJsonNumber("HighestTerm").longValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path messages(String host) {
        return disk(host).resolve("priok/liberty/output/priok/logs/messages.log");
    }

    /** Copies the hosts' logs, for who looks into a failure. */
    void keepLogs(Path to) {
        try {
            Files.createDirectories(to);
            Files.writeString(to.resolve("status"), command("status").run().out());
            for (String host : HOSTS) {
                keep(messages(host), to.resolve(host + "-messages.log"));
                keep(disk(host).resolve("dockerd.log"), to.resolve(host + "-dockerd.log"));
                keep(disk(host).resolve("boot.log"), to.resolve(host + "-boot.log"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void keep(Path log, Path to) {
        if (Files.exists(log)) {
            Command.of("cp", log.toString(), to.toString()).ok();
        }
    }

    /** Labs of test runs that were killed, and could not end them. */
    static void endOrphans(String prefix, boolean priok) {
        if (!Files.isDirectory(DISKS)) {
            return;
        }
        try (var labs = Files.list(DISKS)) {
            for (Path lab : labs.toList()) {
                String pid = lab.getFileName().toString().replaceFirst("^" + prefix, "");
                if (pid.matches("[0-9]+") && !Files.exists(Path.of("/proc", pid))) {
                    Lab orphan = Lab.of(prefix, priok);
                    new Lab(orphan.tool(), prefix + pid, orphan.endpoint(), orphan.sockets()).close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        command("down").ok();
    }
}
