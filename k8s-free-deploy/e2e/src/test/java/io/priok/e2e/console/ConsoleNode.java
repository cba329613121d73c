package io.priok.e2e.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The node whose console is looked at: one of the tests' own, started by {@code ./priok up} on the engine
 * {@code priok.engine.socket}, or one that runs already when {@code priok.console.url}, {@code priok.console.password},
 * {@code priok.console.api} and {@code priok.console.http} name it.
 *
 * @param url of the console, with a slash at the end
 * @param api of Docker's API, {@code http://127.0.0.1:2375}
 * @param http of the server's clear endpoint
 * @param command stops it; empty when it is not ours
 */
public record ConsoleNode(
        String url, String password, String api, String http, List<String> command, Map<String, String> environment)
        implements AutoCloseable {
    private static final Pattern PASSWORD = Pattern.compile("as admin with the password (\\S+)");
    private static final int FIRST_PORT = Integer.getInteger("priok.console.port", 27_180);

    static ConsoleNode get() {
        String url = System.getProperty("priok.console.url", "");
        return url.isEmpty()
                ? started()
                : new ConsoleNode(
                        url,
                        System.getProperty("priok.console.password", ""),
                        System.getProperty("priok.console.api", ""),
                        System.getProperty("priok.console.http", ""),
                        List.of(),
                        Map.of());
    }

    private static ConsoleNode started() {
        Path root = root();
        Path state =
                Path.of(System.getProperty("priok.e2e.dir", "/tmp/priok-e2e")).resolve("console");
        Map<String, String> environment = Map.of(
                "PRIOK_STATE_DIR", state.toString(),
                "PRIOK_ENGINE_SOCKET", System.getProperty("priok.engine.socket", "/var/run/docker.sock"),
                "PRIOK_API_PORT", port(0),
                "PRIOK_HTTP_PORT", port(1),
                "PRIOK_HTTPS_PORT", port(2),
                "PRIOK_BROKER_PORT", port(3),
                "PRIOK_CACHE_PORT", port(4),
                "PRIOK_LOG_PORT", port(5),
                "PRIOK_START_SECONDS", "600");
        String priok = root.resolve("priok").toString();
        run(environment, priok, "down");
        run(Map.of(), "rm", "-rf", state.toString());
        String said = run(environment, priok, "up");
        Matcher password = PASSWORD.matcher(said);
        if (!password.find()) {
            throw new IllegalStateException("./priok up told no password:\n" + said);
        }
        return new ConsoleNode(
                "https://127.0.0.1:" + port(2) + "/console/",
                password.group(1),
                "http://127.0.0.1:" + port(0),
                "http://127.0.0.1:" + port(1),
                List.of(priok, "down"),
                environment);
    }

    private static String port(int offset) {
        return Integer.toString(FIRST_PORT + offset);
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isExecutable(at.resolve("priok"))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new IllegalStateException("no ./priok above " + Path.of("").toAbsolutePath());
        }
        return at;
    }

    private static String run(Map<String, String> environment, String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + status + ":\n" + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** One that somebody else sees to. */
    public static ConsoleNode at(String url, String password) {
        return new ConsoleNode(url, password, "", "", List.of(), Map.of());
    }

    void empty() {
        init();
        clear();
    }

    /** Makes a one-node swarm unless there is one whose node takes tasks. */
    void init() {
        if (info().contains("\"LocalNodeState\":\"active\"")
                && call("GET", "/nodes", "").contains("\"Availability\":\"drain\"")) {
            leave();
        }
        if (info().contains("\"LocalNodeState\":\"inactive\"")) {
            call("POST", "/swarm/init", "{\"ListenAddr\":\"0.0.0.0:2377\",\"AdvertiseAddr\":\"127.0.0.1\"}");
        }
    }

    void leave() {
        if (info().contains("\"LocalNodeState\":\"active\"")) {
            call("POST", "/swarm/leave?force=1", "");
        }
    }

    String info() {
        return call("GET", "/info", "");
    }

    /** Removes all services. */
    void clear() {
        for (String id : ids(call("GET", "/services", ""))) {
            call("DELETE", "/services/" + id, "");
        }
    }

    /** How many nodes the swarm has. */
    int nodes() {
        return ids(call("GET", "/nodes", "")).size();
    }

    void create(String name, int replicas) {
        call(
                "POST",
                "/services/create",
                "{\"Name\":\"" + name + "\",\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"demo:1\"}},"
                        + "\"Mode\":{\"Replicated\":{\"Replicas\":" + replicas + "}}}");
    }

    /** Waits until so many tasks run. */
    void awaitRunning(int tasks) {
        Pattern running = Pattern.compile("\"State\":\"running\"");
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (running.matcher(call("GET", "/tasks", "")).results().count() != tasks) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not " + tasks + " tasks running: " + call("GET", "/tasks", ""));
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private static List<String> ids(String list) {
        List<String> ids = new ArrayList<>();
        Matcher matcher = Pattern.compile("[{,]\"ID\":\"([a-z0-9]{25})\",\"(?:Version|CreatedAt)")
                .matcher(list);
        while (matcher.find()) {
            ids.add(matcher.group(1));
        }
        return ids;
    }

    private String call(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api + "/v1.41" + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> response = send(request.build());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    static HttpResponse<String> send(HttpRequest request) {
        try {
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .build()
                    .send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        if (!command.isEmpty()) {
            clear();
            leave();
            run(environment, command.toArray(String[]::new));
        }
    }
}
