package io.priok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Docker Engine for the tests alone: its own directories, socket and network namespace (so its ports, bridges and firewall rules
 * meet nobody's), started by hand and ended by pid. The developer's engine is not touched.
 */
final class Engine implements AutoCloseable {
    /** Two versions of one image: busybox and its applets, nothing else. */
    static final String IMAGE = "demo:1";

    static final String NEWER_IMAGE = "demo:2";

    private final Path home;
    /** Keeps the network namespace while the engine is down. */
    private final Process namespace;

    private @Nullable Process daemon;

    private Engine(Path home, Process namespace) {
        this.home = home;
        this.namespace = namespace;
    }

    /** Starts an engine below a directory with a short name (a socket's path has at most 107 bytes) and builds the images. */
    static Engine start(Path home) {
        try {
            Files.createDirectories(home);
            Process namespace = new ProcessBuilder("unshare", "--net", "sleep", "infinity").start();
            Engine engine = new Engine(home, namespace);
            try {
                engine.inNamespace("ip", "link", "set", "lo", "up").ok();
                engine.start();
                engine.buildImages();
                return engine;
            } catch (AssertionError | IOException | RuntimeException e) {
                engine.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path socket() {
        return home.resolve("docker.sock");
    }

    String host() {
        return "unix://" + socket();
    }

    /** A command inside the engine's network namespace, where published ports answer. */
    Command inNamespace(String... line) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--net=/proc/" + namespace.pid() + "/ns/net"));
        all.addAll(List.of(line));
        return new Command(List.copyOf(all), Map.of(), Duration.ofSeconds(20));
    }

    /** What a TCP connection to a port of the engine's host yields until its end; empty when nothing listens. */
    Optional<String> connect(int port) {
        Command.Result result = inNamespace(
                        "timeout", "2", "bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + port + " && cat <&3")
                .run();
        return result.err().contains("refused") ? Optional.empty() : Optional.of(result.out());
    }

    void start() {
        try {
            daemon = new ProcessBuilder(inNamespace(
                                    "dockerd",
                                    "--host=" + host(),
                                    "--data-root=" + home.resolve("data"),
                                    "--exec-root=" + home.resolve("exec"),
                                    "--pidfile=" + home.resolve("docker.pid"))
                            .line())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until(Await.LONG, () -> new Api(host()).get("/_ping").expect(200));
    }

    /** kill -9 of the daemon; the containers live on, as when dockerd crashes. */
    void kill() {
        end(daemon(), true);
        // The kernel ends containerd with it, a little later; a daemon that starts in between would take it for alive.
        Await.until(Await.SOON, () -> assertThat(containerd()).isEmpty());
    }

    /** An orderly stop: the engine stops its containers. */
    void stop() {
        end(daemon(), false);
    }

    private Process daemon() {
        if (daemon == null) {
            throw new IllegalStateException("the engine was never started");
        }
        return daemon;
    }

    private static void end(Process process, boolean hard) {
        try {
            if (hard) {
                process.destroyForcibly();
            } else {
                process.destroy();
            }
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Path log() {
        return home.resolve("dockerd.log");
    }

    private void buildImages() throws IOException {
        Path context = Files.createDirectories(home.resolve("image"));
        Files.copy(Path.of("/bin/busybox"), context.resolve("busybox"));
        Files.writeString(context.resolve("Dockerfile"), """
                FROM scratch
                COPY busybox /bin/busybox
                RUN ["/bin/busybox", "--install", "-s", "/bin"]
                RUN mkdir -p /etc /tmp && echo "root:x:0:0:root:/:/bin/sh" > /etc/passwd && echo 1 > /etc/demo
                CMD ["sleep", "1000000"]
                """);
        build(context, IMAGE);
        Files.writeString(context.resolve("Dockerfile"), "FROM demo:1\nRUN echo 2 > /etc/demo\n");
        build(context, NEWER_IMAGE);
    }

    private void build(Path context, String tag) {
        Cli cli = Cli.installed().get(0).at(host());
        cli.command("build", "-q", "-t", tag, context.toString())
                .with("DOCKER_BUILDKIT", "0")
                .ok();
    }

    boolean closed() {
        return !namespace.isAlive();
    }

    @Override
    public void close() {
        if (closed()) {
            return;
        }
        if (daemon != null) {
            leaveSwarm();
            end(daemon, false);
        }
        endOrphans();
        end(namespace, true);
        removeData();
    }

    /** A Swarm's containers would make the daemon's stop slow: each gets its grace period. */
    private void leaveSwarm() {
        try {
            Cli cli = Cli.installed().get(0).at(host());
            cli.run("swarm", "leave", "--force");
            List<String> left = cli.run("ps", "-aq").lines();
            if (!left.isEmpty()) {
                List<String> remove = new ArrayList<>(List.of("rm", "-f"));
                remove.addAll(left);
                cli.run(remove.toArray(String[]::new));
            }
        } catch (AssertionError | RuntimeException e) {
            // The engine is gone or does not answer: its stop must do.
        }
    }

    private Optional<ProcessHandle> containerd() {
        Path pid = home.resolve("exec/containerd/containerd.pid");
        try {
            return Files.exists(pid)
                    ? ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a daemon that was killed leaves behind: known by the engine's own directory in its command line. */
    private void endOrphans() {
        containerd().ifPresent(ProcessHandle::destroyForcibly);
        ProcessHandle.allProcesses()
                .filter(process -> commandLine(process)
                        .contains(home.resolve("exec/containerd").toString()))
                .forEach(shim -> {
                    shim.descendants().forEach(ProcessHandle::destroyForcibly);
                    shim.destroyForcibly();
                });
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    private void removeData() {
        try {
            List<String> mounts = Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                    .map(line -> List.of(line.split(" ", 3)).get(1))
                    .filter(mount -> mount.startsWith(home + "/"))
                    .sorted((a, b) -> b.length() - a.length())
                    .toList();
            mounts.forEach(mount -> Command.of("umount", "-l", mount).run());
            // The log stays.
            Command.of(
                            "rm",
                            "-rf",
                            home.resolve("data").toString(),
                            home.resolve("exec").toString())
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
