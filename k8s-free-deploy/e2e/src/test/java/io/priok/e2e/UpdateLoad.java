package io.priok.e2e;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Clients that do nothing but {@code service update}, each of a service of its own without tasks: the service is inspected, and
 * another label is posted with the version that was read, as the command line does it.
 *
 * <p>Arguments: the endpoint as in DOCKER_HOST, how many clients, seconds of warming up, seconds that count. Prints one line of
 * {@code updates per second, entries of the log per second, median, 99th percentile}, times in milliseconds. Meant to run on the host
 * of a manager.
 */
final class UpdateLoad {
    private final Api api;
    private final String image;

    private record Load(List<Double> millis, long firstIndex, long lastIndex) {}

    private UpdateLoad(String endpoint) {
        this.api = new Api(endpoint);
        this.image = Engine.IMAGE;
    }

    public static void main(String[] arguments) throws Exception {
        int clients = Integer.parseInt(arguments[1]);
        long warmUp = seconds(arguments[2]);
        long counted = seconds(arguments[3]);
        UpdateLoad load = new UpdateLoad(arguments[0]);
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            load.run(threads, clients, warmUp);
            print(load.run(threads, clients, counted), counted);
        } finally {
            threads.shutdownNow();
            for (int i = 0; i < clients; i++) {
                load.api.delete("/services/load-" + i);
            }
        }
    }

    private static long seconds(String text) {
        return Long.parseLong(text) * 1_000_000_000L;
    }

    private List<Load> run(ExecutorService threads, int clients, long nanos)
            throws InterruptedException, ExecutionException {
        List<Future<Load>> running = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            String name = "load-" + i;
            running.add(threads.submit(() -> update(name, System.nanoTime() + nanos)));
        }
        List<Load> loads = new ArrayList<>();
        for (Future<Load> each : running) {
            loads.add(each.get());
        }
        return loads;
    }

    private Load update(String name, long end) {
        if (api.get("/services/" + name).status() == 404) {
            api.post("/services/create", spec(name, 0)).expect(201);
        }
        List<Double> millis = new ArrayList<>();
        long first = index(name);
        long last = first;
        for (int i = 1; System.nanoTime() < end; i++) {
            long start = System.nanoTime();
            last = index(name);
            api.post("/services/" + name + "/update?version=" + last, spec(name, i))
                    .expect(200);
            millis.add((System.nanoTime() - start) / 1e6);
        }
        return new Load(millis, first, last);
    }

    private long index(String name) {
        return api.get("/services/" + name)
                .expect(200)
                .object()
                .getJsonObject("Version")
                .getJsonNumber("Index")
                .longValue();
    }

    private JsonObject spec(String name, int generation) {
        JsonObjectBuilder container = Json.createObjectBuilder().add("Image", image);
        return Json.createObjectBuilder()
                .add("Name", name)
                .add("Labels", Json.createObjectBuilder().add("generation", Integer.toString(generation)))
                .add("TaskTemplate", Json.createObjectBuilder().add("ContainerSpec", container))
                .add(
                        "Mode",
                        Json.createObjectBuilder()
                                .add("Replicated", Json.createObjectBuilder().add("Replicas", 0)))
                .build();
    }

    private static void print(List<Load> loads, long nanos) {
        List<Double> sorted =
                loads.stream().flatMap(load -> load.millis().stream()).sorted().toList();
        long entries = loads.stream().mapToLong(Load::lastIndex).max().orElse(0)
                - loads.stream().mapToLong(Load::firstIndex).min().orElse(0);
        double seconds = nanos / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%.0f %.0f %.1f %.1f%n",
                sorted.size() / seconds,
                entries / seconds,
                sorted.get(sorted.size() / 2),
                sorted.get((int) (sorted.size() * 0.99)));
    }
}
