package io.priok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same bad request goes to Docker's own Swarm and to the target: both give the same status and words, and change nothing. */
@Tag("engine")
@ExtendWith(TargetExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(8)
final class BadInputTest {
    private final Swarm ours;
    private final Swarm reference;
    private final Map<String, String> ourNames = new HashMap<>();
    private final Map<String, String> referenceNames = new HashMap<>();

    BadInputTest(Target target, TargetExtension.Reference docker) {
        ours = new Swarm(target);
        reference = new Swarm(docker.swarm());
    }

    @BeforeAll
    void createServices() {
        prepare(ours, ourNames);
        prepare(reference, referenceNames);
    }

    @AfterAll
    void removeServices() {
        ours.clear();
    }

    private static void prepare(Swarm swarm, Map<String, String> names) {
        swarm.init();
        swarm.clear();
        create(swarm, "base", "\"Replicated\":{\"Replicas\":1}");
        create(swarm, "everywhere", "\"Global\":{}");
        swarm.awaitRunning("base", 1);
        swarm.awaitRunning("everywhere", 1);
        JsonObject node = swarm.api().list("/nodes").get(0);
        put(names, "service", swarm.service("base"));
        put(names, "global", swarm.service("everywhere"));
        put(names, "node", node);
        put(names, "swarm", swarm.api().get("/swarm").expect(200).object());
    }

    private static void create(Swarm swarm, String name, String mode) {
        JsonObject container = Json.createObjectBuilder()
                .add("Image", Engine.IMAGE)
                .add("StopSignal", "KILL")
                .build();
        String spec = "{\"Name\":\"" + name + "\",\"TaskTemplate\":{\"ContainerSpec\":" + container + "},\"Mode\":{"
                + mode + "}}";
        swarm.api().send("POST", "/services/create", spec).expect(201);
    }

    private static void put(Map<String, String> names, String name, JsonObject object) {
        names.put("{" + name + "}", object.getString("ID"));
        names.put("{" + name + "Version}", version(object));
    }

    private static String version(JsonObject object) {
        return object.getJsonObject("Version").get("Index").toString();
    }

    static Stream<BadRequest> requests() {
        return BadRequest.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void isRefusedAsBySwarm(BadRequest request) {
        List<String> before = wanted(ours);
        Api.Response expected = send(reference, referenceNames, request);
        Api.Response actual = send(ours, ourNames, request);
        try {
            assertThat(answer(actual)).as(request.what()).isEqualTo(answer(expected));
            if (expected.status() == 201) {
                assertThat(fate(ours)).as(request.what()).isEqualTo(fate(reference));
            }
        } finally {
            removeAccepted(reference, expected);
            removeAccepted(ours, actual);
        }
        assertThat(wanted(ours)).as("services, node and swarm").isEqualTo(before);
    }

    private static String answer(Api.Response response) {
        assertThat(response.status()).as(response.body()).isGreaterThan(200);
        String words = response.status() == 201 ? "accepted" : normal(response.message());
        return response.status() + " " + words;
    }

    /** Docker accepts some nonsense, and leaves it to the engine to refuse it. */
    private static String fate(Swarm swarm) {
        return Await.until(Await.SOON, () -> {
            JsonObject status = swarm.tasks("bad").get(0).getJsonObject("Status");
            assertThat(status.getString("State")).isIn("rejected", "failed");
            return status.getString("State") + ": " + normal(status.getString("Err"));
        });
    }

    private static void removeAccepted(Swarm swarm, Api.Response response) {
        if (response.status() == 201) {
            swarm.api().delete("/services/" + response.object().getString("ID"));
        }
    }

    private static Api.Response send(Swarm swarm, Map<String, String> names, BadRequest request) {
        String path = request.path();
        for (Map.Entry<String, String> name : names.entrySet()) {
            path = path.replace(name.getKey(), name.getValue());
        }
        return swarm.api().send(request.method(), path, request.body());
    }

    /** Ids, addresses and the supported API version differ between any two Swarms. */
    private static String normal(String message) {
        return message.replaceAll("\\b[0-9a-z]{25}\\b", "ID")
                .replaceAll("(supported API version is) \\d\\.\\d+", "$1 N")
                .strip();
    }

    /** All that a request could have changed: the specs with their versions. */
    private static List<String> wanted(Swarm swarm) {
        Stream<JsonObject> all = Stream.of("/services", "/nodes").flatMap(path -> swarm.api().list(path).stream());
        return Stream.concat(
                        all, Stream.of(swarm.api().get("/swarm").expect(200).object()))
                .map(object -> object.getString("ID") + " " + object.get("Spec"))
                .sorted()
                .toList();
    }

    /**
     * Not compared: Docker reads all of it and fails where the limit of its own transport lies. What counts is that it is refused,
     * changes nothing, and that the server is well afterwards.
     */
    @Test
    void aBodyOfAHundredMegabytesIsRefused() {
        List<String> before = wanted(ours);
        byte[] head =
                "{\"Name\":\"huge\",\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"demo:1\"}},\"Labels\":{\"x\":\""
                        .getBytes(StandardCharsets.UTF_8);
        byte[] tail = "\"}}".getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[100_000_000];
        Arrays.fill(body, (byte) 'x');
        System.arraycopy(head, 0, body, 0, head.length);
        System.arraycopy(tail, 0, body, body.length - tail.length, tail.length);
        Api.Response response =
                ours.api().send("POST", "/services/create", Map.of("Content-Type", "application/json"), body);
        assertThat(response.status()).as(response.message()).isBetween(400, 599);
        assertThat(wanted(ours)).isEqualTo(before);
    }

    @Test
    void aSwarmThatIsNotThereIsToldOfInTheSameWords() {
        ours.api().post("/swarm/leave?force=1", JsonObject.EMPTY_JSON_OBJECT).expect(200);
        reference
                .api()
                .post("/swarm/leave?force=1", JsonObject.EMPTY_JSON_OBJECT)
                .expect(200);
        try {
            for (String path :
                    List.of("/services", "/tasks", "/nodes", "/swarm", "/services/x", "/tasks/x", "/nodes/x")) {
                assertSame("GET", path, "");
            }
            assertSame(
                    "POST",
                    "/services/create",
                    "{\"Name\":\"bad\",\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"demo:1\"}}}");
            assertSame("POST", "/swarm/leave", "");
            assertSame("POST", "/swarm/update?version=1", "{}");
            assertSame("POST", "/swarm/join", "{\"RemoteAddrs\":[\"127.0.0.1:1\"],\"JoinToken\":\"garbage\"}");
            assertSame("POST", "/swarm/init", "{\"ListenAddr\":\"garbage\"}");
            assertSame("POST", "/swarm/init", "{\"ListenAddr\":\"0.0.0.0:2377\",\"AdvertiseAddr\":\"not an address\"}");
        } finally {
            prepare(ours, ourNames);
            prepare(reference, referenceNames);
        }
    }

    private void assertSame(String method, String path, String body) {
        Api.Response expected = reference.api().send(method, path, body);
        Api.Response actual = ours.api().send(method, path, body);
        assertThat(actual.status() + " " + normal(actual.message()))
                .as("%s %s %s", method, path, body)
                .isEqualTo(expected.status() + " " + normal(expected.message()));
    }
}
