package io.priok.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.control.port.EngineHttp;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An engine that answers what it was told to. */
final class FakeEngine implements EngineHttp {
    final Map<String, String> answers = new ConcurrentHashMap<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<Lines> streams = new CopyOnWriteArrayList<>();

    FakeEngine() {
        answers.put("GET /_ping", "OK");
        answers.put(
                "GET /version",
                "{\"Platform\":{\"Name\":\"\"},\"Components\":[{\"Name\":\"Engine\",\"Version\":\"20.10.24\",\"Details\":"
                        + "{\"ApiVersion\":\"1.41\",\"Os\":\"linux\"}}],\"Version\":\"20.10.24\",\"ApiVersion\":\"1.41\","
                        + "\"MinAPIVersion\":\"1.12\",\"Os\":\"linux\",\"Arch\":\"amd64\"}");
        answers.put(
                "GET /info",
                "{\"ID\":\"ZFDV\",\"Name\":\"h1\",\"NCPU\":2,\"ServerVersion\":\"20.10.24\",\"OSType\":\"linux\","
                        + "\"Swarm\":{\"LocalNodeState\":\"inactive\"},\"Warnings\":null}");
        answers.put("GET /networks", "[{\"Name\":\"bridge\",\"Id\":\"b1\",\"Scope\":\"local\",\"Driver\":\"bridge\"}]");
    }

    @Override
    public Response send(String method, String path, byte[] json) {
        requests.add(method + " " + path + (json == null ? "" : " " + new String(json, UTF_8)));
        String answer = answers.get(method + " " + path.split("\\?", 2)[0]);
        Map<String, String> headers = Map.of("content-type", "application/json");
        return answer == null
                ? new Response(404, headers, "{\"message\":\"no such object\"}\n".getBytes(UTF_8))
                : new Response(200, headers, answer.getBytes(UTF_8));
    }

    @Override
    public Streaming stream(String path, Lines sink) {
        requests.add("STREAM " + path);
        streams.add(sink);
        CompletableFuture<Void> ended = new CompletableFuture<>();
        return new Streaming() {
            @Override
            public CompletionStage<Void> ended() {
                return ended;
            }

            @Override
            public void close() {
                streams.remove(sink);
                ended.complete(null);
            }
        };
    }
}
