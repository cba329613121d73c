package io.priok.e2e.nemesis;

import io.priok.e2e.Api;
import io.priok.e2e.Command;
import io.priok.e2e.Home;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A lab of its own, through {@code ./priok lab}, and the ways into it: each host's Docker API through a {@link Tunnel}, each engine by
 * its socket. Both go past the switch.
 */
final class Hosts implements AutoCloseable {
    private static final String PREFIX = "nem";
    private static final Path DISKS = Path.of("/var/lib/priok-lab");
    private static final String API_PORT = "2375";

    private final Path tool;
    private final String lab;
    private final List<String> names;
    private final Path sockets;
    private final Map<String, Process> tunnels = new ConcurrentHashMap<>();
    private final Map<String, HostEngine> engines = new ConcurrentHashMap<>();

    private Hosts(Path tool, String lab, List<String> names, Path sockets) {
        this.tool = tool;
        this.lab = lab;
        this.names = names;
        this.sockets = sockets;
    }

    static Hosts of(int count) {
        try {
            return new Hosts(
                    Home.find().resolve("k8s-free-deploy/lab/run"),
                    PREFIX + ProcessHandle.current().pid(),
                    IntStream.rangeClosed(1, count).mapToObj(i -> "h" + i).toList(),
                    Files.createTempDirectory("nem"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String lab() {
        return lab;
    }

    List<String> names() {
        return names;
    }

    static String address(String host) {
        return "10.99.0.1" + host.substring(1);
    }

    Command command(String... words) {
        return inLab(lab, words);
    }

    private Command inLab(String ofLab, String... words) {
        List<String> line = new ArrayList<>(List.of(tool.toString()));
        line.addAll(List.of(words));
        return new Command(List.copyOf(line), Map.of("PRIOK_LAB", ofLab), Duration.ofMinutes(6));
    }

    /** A docker command on a host; blanks part its words. */
    String docker(String host, String words) {
        return command(("exec " + host + " -- docker " + words).split(" ")).ok();
    }

    void up() {
        endOrphans();
        command("up", "--hosts", Integer.toString(names.size())).ok();
        find(names);
    }

    /** Looks again for hosts that were switched on: another network namespace, another engine's socket. */
    void find(List<String> hosts) {
        for (JsonObject host : facts()) {
            String name = host.getString("name");
            if (hosts.contains(name) && !host.isNull("netns")) {
                engines.put(name, HostEngine.of(Path.of(host.getString("engineSocket")), host.getInt("init")));
                tunnel(name, host.getString("netns"));
            }
        }
    }

    /** What {@code lab status --json} says of each host. */
    List<JsonObject> facts() {
        try (JsonReader reader =
                Json.createReader(new StringReader(command("status", "--json").ok()))) {
            return reader.readObject().getJsonArray("hosts").getValuesAs(JsonObject.class);
        }
    }

    private void tunnel(String host, String namespace) {
        Process old = tunnels.remove(host);
        if (old != null) {
            old.destroyForcibly();
        }
        ProcessBuilder builder = new ProcessBuilder(
                "nsenter",
                "--net=" + namespace,
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx24m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                classes(),
                Tunnel.class.getName(),
                socket(host).toString(),
                API_PORT);
        // The lab's mark: "lab down" ends whatever carries it.
        builder.environment().put("PRIOK_LAB_MARK", DISKS.resolve(lab).toString());
        File log = sockets.resolve(host + ".log").toFile();
        try {
            Files.deleteIfExists(socket(host));
            tunnels.put(
                    host, builder.redirectErrorStream(true).redirectOutput(log).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classes() {
        return Path.of(Tunnel.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
    }

    private Path socket(String host) {
        return sockets.resolve(host + ".sock");
    }

    /** The host's Docker API: Priok's, if it runs. */
    Api manager(String host) {
        return new Api("unix://" + socket(host));
    }

    /** The host's own engine, as of the last time that the host was looked for. */
    HostEngine engine(String host) {
        return engines.get(host);
    }

    Path disk(String host) {
        return DISKS.resolve(lab).resolve(host);
    }

    /** The directory of the server's logs. */
    Path logs(String host) {
        return disk(host).resolve("priok/liberty/output/priok/logs");
    }

    /** Labs of runs that were killed, and could not end them. */
    private void endOrphans() {
        if (!Files.isDirectory(DISKS)) {
            return;
        }
        try (var labs = Files.list(DISKS)) {
            for (Path old : labs.toList()) {
                String pid = old.getFileName().toString().replaceFirst("^" + PREFIX, "");
                if (pid.matches("[0-9]+") && !Files.exists(Path.of("/proc", pid))) {
                    inLab(PREFIX + pid, "down").ok();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        tunnels.values().forEach(Process::destroyForcibly);
        command("down").run();
        try (var files = Files.exists(sockets) ? Files.list(sockets) : Stream.<Path>empty()) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(sockets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
