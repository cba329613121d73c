package io.priok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged product, started by {@code ./priok up} as a user does, with ports and directories of its own, on its own engine. */
record Server(Path root, Path home, int firstPort, Engine engine) implements Target {
    private static final Pattern PID = Pattern.compile("pid=(\\d+)");

    /** Finds {@code ./priok} in the directory of the repository that the tests run in. */
    static Server of(Path home, int firstPort, Engine engine) {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isExecutable(at.resolve("priok"))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new IllegalStateException("no ./priok above " + Path.of("").toAbsolutePath());
        }
        return new Server(at, home, firstPort, engine);
    }

    @Override
    public String host() {
        return "tcp://127.0.0.1:" + firstPort;
    }

    @Override
    public boolean isPriok() {
        return true;
    }

    private Command priok(String... arguments) {
        Command command = Command.of(arguments).within(Duration.ofMinutes(4));
        for (Map.Entry<String, String> variable : environment().entrySet()) {
            command = command.with(variable.getKey(), variable.getValue());
        }
        return command;
    }

    private Map<String, String> environment() {
        return Map.of(
                "PRIOK_STATE_DIR", home.resolve("state").toString(),
                "PRIOK_ENGINE_SOCKET", engine.socket().toString(),
                "PRIOK_API_PORT", Integer.toString(firstPort),
                "PRIOK_API_TLS_PORT", Integer.toString(firstPort + 1),
                "PRIOK_HTTP_PORT", Integer.toString(firstPort + 2),
                "PRIOK_HTTPS_PORT", Integer.toString(firstPort + 3),
                "PRIOK_BROKER_PORT", Integer.toString(firstPort + 4),
                "PRIOK_CACHE_PORT", Integer.toString(firstPort + 5),
                "PRIOK_LOG_PORT", Integer.toString(firstPort + 6));
    }

    @Override
    public void start() {
        priok(root.resolve("priok").toString(), "up").ok();
        Await.until(Await.LONG, () -> api().get("/info").expect(200));
    }

    @Override
    public void stop() {
        priok(root.resolve("priok").toString(), "down").ok();
        assertThat(pidOrZero())
                .as("pid of what listens at port %s after down", firstPort)
                .isZero();
    }

    @Override
    public void kill() {
        long pid = pidOrZero();
        assertThat(pid).as("pid of what listens at port %s", firstPort).isPositive();
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        server.destroyForcibly();
        Await.until(Await.SOON, () -> assertThat(server.isAlive()).isFalse());
    }

    /** Found by the port, so that a stale pid file cannot point at somebody else's process. */
    private long pidOrZero() {
        String listeners = Command.of("ss", "-Hltnp", "sport = :" + firstPort).ok();
        Matcher matcher = PID.matcher(listeners);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    @Override
    public String logTail() {
        Command.Result logs =
                priok("timeout", "10", root.resolve("priok").toString(), "logs").run();
        int from = Math.max(0, logs.lines().size() - 25);
        return String.join("\n", logs.lines().subList(from, logs.lines().size())) + "\n"
                + Target.tail(engine.log(), 15);
    }

    @Override
    public void close() {
        if (engine.closed()) {
            return;
        }
        priok(root.resolve("priok").toString(), "down").run();
        if (pidOrZero() != 0) {
            kill();
        }
        engine.close();
        // The logs stay; the package that was unfolded and the state do not.
        Command.of("rm", "-rf", home.resolve("state/liberty/usr").toString()).run();
    }
}
