package io.priok.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.Meta;
import io.priok.domain.ServiceId;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.ContainerSpec;
import io.priok.domain.spec.TaskSpec;
import io.priok.state.Change;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T05:00:00Z");
    private static final ServiceId WEB = new ServiceId("lv4u3h0uyl7nzmmq2dq96w4ve");
    private static final TaskId TASK = new TaskId("yhx0s8uj7x1xx6396l11eey7c");
    private static final String DETAILS =
            "com.docker.swarm.node.id=ufwc4c2b9nxpep6u8zug1ezwh,com.docker.swarm.service.id="
                    + "lv4u3h0uyl7nzmmq2dq96w4ve,com.docker.swarm.task.id=yhx0s8uj7x1xx6396l11eey7c ";
    private final ApiServer api = new ApiServer();

    @BeforeEach
    void start() {
        api.withSwarm();
        api.cluster.put(
                Change.create(Objects.service(WEB, "web", "bb:1")), Change.create(task(ContainerSpec.of("bb:1"))));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private static Task task(ContainerSpec container) {
        return task(TASK, container);
    }

    private static Task task(TaskId id, ContainerSpec container) {
        return new Task(
                id,
                Meta.created(NOW),
                WEB,
                "web",
                Map.of(),
                1,
                FakeSwarm.H1,
                TaskSpec.EMPTY.withContainerSpec(container),
                0,
                TaskState.RUNNING,
                TaskStatus.of(TaskState.ASSIGNED, NOW, "scheduler assigned task to node"),
                null,
                0,
                List.of());
    }

    @Test
    void framesLinesWithTimestampAndDetails() throws Exception {
        InputStream stream = open("/v1.41/services/web/logs?stdout=1&stderr=1&details=1&timestamps=1&tail=2");
        FakeLogs.Open subscription = api.logs.open.get(0);
        FakeLogs.write(subscription, FakeSwarm.H1, 1, "v2\n");
        FakeLogs.write(subscription, FakeSwarm.H1, 2, "err\n");
        subscription.sink().end();

        assertThat(subscription.options().tail()).isEqualTo(2);
        String out = "2026-11-23T05:01:12.459940569Z " + DETAILS + "v2\n";
        String err = "2026-11-23T05:01:12.459940569Z " + DETAILS + "err\n";
        assertThat(new String(stream.readAllBytes(), ISO_8859_1))
                .isEqualTo("\u0001\0\0\0\0\0\0" + (char) out.length() + out + "\u0002\0\0\0\0\0\0" + (char) err.length()
                        + err);
        Waiting.until(() -> api.logs.open.isEmpty());
    }

    @Test
    void passesEachLineOnAtOnce() throws Exception {
        InputStream stream = open("/v1.50/tasks/" + TASK + "/logs?stdout=1&follow=1");
        FakeLogs.Open subscription = api.logs.open.get(0);
        FakeLogs.write(subscription, FakeSwarm.H1, 1, "one\n");
        assertThat(stream.readNBytes(12)).endsWith("one\n".getBytes(UTF_8));
        FakeLogs.write(subscription, FakeSwarm.H1, 1, "two\n");
        assertThat(stream.readNBytes(12)).endsWith("two\n".getBytes(UTF_8));
    }

    @Test
    void endsTheSubscriptionWhenTheClientLeaves() throws Exception {
        InputStream stream = open("/v1.41/services/web/logs?stdout=1&follow=1");
        FakeLogs.Open subscription = api.logs.open.get(0);
        stream.close();

        Waiting.until(() -> {
            FakeLogs.write(subscription, FakeSwarm.H1, 1, "anyone?\n");
            return api.logs.open.isEmpty();
        });
    }

    @Test
    void followsTheTasksThatComeLaterUntilTheServiceGoes() throws Exception {
        TaskId later = new TaskId("zzx0s8uj7x1xx6396l11eey7c");
        InputStream stream = open("/v1.41/services/web/logs?stdout=1&follow=1&tail=1");
        FakeLogs.Open first = api.logs.open.get(0);
        assertThat(first.options().tail()).isEqualTo(1);
        first.sink().end();
        api.cluster.put(Change.create(task(later, ContainerSpec.of("bb:1"))));
        Waiting.until(() -> api.logs.open.stream().anyMatch(open -> open.tasks().equals(List.of(later))));
        assertThat(api.logs.open).doesNotContain(first);

        FakeLogs.Open second = api.logs.open.get(0);
        assertThat(second.options().tail())
                .as("all lines of a task that came later")
                .isEqualTo(-1);
        FakeLogs.write(second, FakeSwarm.H1, 1, "new\n");
        assertThat(stream.readNBytes(12)).endsWith("new\n".getBytes(UTF_8));

        api.cluster.put(new Change.Remove(later, Change.ANY), new Change.Remove(TASK, Change.ANY));
        api.cluster.put(new Change.Remove(WEB, Change.ANY));
        second.sink().end();
        assertThat(stream.readAllBytes()).isEmpty();
        Waiting.until(() -> api.logs.open.isEmpty());
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        InputStream stream = open("/v1.41/services/web/logs?stdout=1");
        FakeLogs.Open subscription = api.logs.open.get(0);
        subscription.sink().incomplete(TASK, "node h9 is not available");
        subscription.sink().end();

        String text = new String(stream.readAllBytes(), UTF_8);
        assertThat(text.charAt(0)).isEqualTo((char) 3);
        assertThat(text).endsWith("for the following reasons: node h9 is not available\n");
    }

    @Test
    void sendsATerminalsOutputRaw() throws Exception {
        ContainerSpec tty = io.priok.json.Json.read("{\"Image\":\"bb:1\",\"TTY\":true}", ContainerSpec.class);
        api.cluster.put(new Change.Put(task(tty), Change.ANY));
        InputStream stream = open("/v1.41/tasks/" + TASK + "/logs?stdout=1");
        FakeLogs.Open subscription = api.logs.open.get(0);
        FakeLogs.write(subscription, FakeSwarm.H1, 1, "raw\n");
        subscription.sink().end();

        assertThat(stream.readAllBytes()).isEqualTo("raw\n".getBytes(UTF_8));
    }

    @Test
    void refusesLogsOfNothing() {
        HttpResponse<String> none = api.get("/v1.41/services/web/logs");
        assertThat(none.statusCode()).isEqualTo(500);
        assertThat(none.body()).isEqualTo("{\"message\":\"Bad parameters: you must choose at least one stream\"}\n");
        HttpResponse<String> nosuch = api.get("/v1.41/services/nosuch/logs?stdout=1");
        assertThat(nosuch.statusCode()).isEqualTo(404);
        assertThat(nosuch.body()).isEqualTo("{\"message\":\"service nosuch not found\"}\n");
        assertThat(api.get("/v1.99/events").statusCode()).isEqualTo(400);
    }

    @Test
    void mergesTheEnginesEventsWithTheClusters() throws Exception {
        InputStream stream = open("/v1.41/events");
        Waiting.until(() -> !api.engine.streams.isEmpty());
        api.engine.streams.get(0).line("{\"Type\":\"container\"}");
        assertThat(line(stream)).isEqualTo("{\"Type\":\"container\"}");

        api.post(
                "/v1.41/services/web/update?version=" + version(),
                "{\"Name\":\"web\",\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"bb:2\"}},\"Mode\":{\"Replicated\":"
                        + "{\"Replicas\":2}}}");

        assertThat(line(stream))
                .startsWith("{\"Type\":\"service\",\"Action\":\"update\",\"Actor\":{\"ID\":\"" + WEB
                        + "\",\"Attributes\":{\"image.new\":\"bb:2\",\"image.old\":\"bb:1\",\"name\":\"web\","
                        + "\"replicas.new\":\"2\",\"replicas.old\":\"1\"}},\"scope\":\"swarm\",\"time\":");
    }

    @Test
    void filtersThePastByTypeAndEndsWithTheEngine() throws Exception {
        String filters = "%7B%22type%22%3A%7B%22service%22%3Atrue%7D%7D";
        InputStream stream = open("/v1.41/events?filters=" + filters + "&since=" + NOW.getEpochSecond());
        assertThat(line(stream)).contains("\"Action\":\"create\"").contains("\"name\":\"web\"");
        api.cluster.put(new Change.Remove(WEB, Change.ANY));
        assertThat(line(stream)).contains("\"Action\":\"remove\"");
        assertThat(api.engine.requests)
                .contains("STREAM /events?filters=" + filters + "&since=" + NOW.getEpochSecond());
        stream.close();
    }

    private long version() {
        return api.cluster.image().service(WEB).orElseThrow().version();
    }

    private InputStream open(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port + path))
                .build();
        HttpResponse<InputStream> answer = api.client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        if (path.contains("/logs")) {
            Waiting.until(() -> !api.logs.open.isEmpty());
        }
        return answer.body();
    }

    /** The next line that is not blank. */
    private static String line(InputStream stream) throws IOException {
        List<Byte> bytes = new ArrayList<>();
        for (int c = stream.read(); c >= 0 && (c != '\n' || bytes.isEmpty()); c = stream.read()) {
            if (c == '\n') {
                continue;
            }
            bytes.add((byte) c);
        }
        byte[] line = new byte[bytes.size()];
        for (int i = 0; i < line.length; i++) {
            line[i] = bytes.get(i);
        }
        return new String(line, UTF_8);
    }
}
