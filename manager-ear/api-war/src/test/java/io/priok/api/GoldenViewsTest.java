package io.priok.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.api.engine.EngineAnswers;
import io.priok.api.view.DataView;
import io.priok.api.view.InfoSwarm;
import io.priok.api.view.NetworkView;
import io.priok.api.view.NodeView;
import io.priok.api.view.ServiceView;
import io.priok.api.view.SwarmView;
import io.priok.api.view.TaskView;
import io.priok.control.port.LocalSwarm;
import io.priok.control.query.ServiceQueries;
import io.priok.domain.AgentId;
import io.priok.domain.Cluster;
import io.priok.domain.ClusterId;
import io.priok.domain.Config;
import io.priok.domain.ConfigId;
import io.priok.domain.JoinTokens;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Meta;
import io.priok.domain.Network;
import io.priok.domain.NetworkId;
import io.priok.domain.Node;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.NodeStatus;
import io.priok.domain.Secret;
import io.priok.domain.SecretId;
import io.priok.domain.Service;
import io.priok.domain.ServiceId;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.UpdateStatus;
import io.priok.domain.spec.ClusterSpec;
import io.priok.domain.spec.DataSpec;
import io.priok.domain.spec.EndpointSpec;
import io.priok.domain.spec.NetworkSpec;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.ServiceSpec;
import io.priok.domain.spec.TaskSpec;
import io.priok.image.Image;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.InputStream;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Objects whose parts are read from recorded answers of the real one must render to those answers again: nothing is lost on
 * the way in, and nothing is called or left out differently on the way out.
 */
class GoldenViewsTest {
    @ParameterizedTest
    @ValueSource(strings = {"service-many-flags", "service-job", "service-updated"})
    void rendersServices(String file) {
        JsonObject golden = golden(file);

        assertSame(ServiceView.of(service(golden), false), without(golden, "Endpoint", "VirtualIPs"));
    }

    @Test
    void insertsDefaults() {
        JsonObject golden = golden("service-defaults");
        ServiceSpec spec = read(golden, "Spec", ServiceSpec.class);
        TaskSpec template = spec.taskTemplate();
        JsonObject bare = golden("service-status");
        ServiceSpec given = read(bare, "Spec", ServiceSpec.class);
        Service service = service(golden);
        Service plain = service.withUpdatedSpec(
                new ServiceSpec(
                        spec.name(),
                        spec.labels(),
                        given.taskTemplate().withContainerSpec(template.container()),
                        spec.mode(),
                        null,
                        null,
                        List.of(),
                        spec.endpointSpec()),
                0);

        JsonObject rendered = parse(io.priok.json.Json.write(ServiceView.of(plain, true)));
        assertThat(rendered.getJsonObject("Spec")).isEqualTo(golden.getJsonObject("Spec"));
    }

    @Test
    void rendersProgress() {
        JsonObject golden = golden("service-status");

        assertSame(ServiceView.of(service(golden), new ServiceQueries.Progress(3, 3, 0)), golden);
    }

    @ParameterizedTest
    @ValueSource(strings = {"task-complete-job", "task-shutdown", "task-failed"})
    void rendersTasks(String file) {
        JsonObject golden = golden(file);
        JsonObject status = golden.getJsonObject("Status");
        TaskStatus seen = new TaskStatus(
                TaskState.valueOf(status.getString("State").toUpperCase(Locale.ROOT)),
                Instant.parse(status.getString("Timestamp")),
                status.getString("Message"),
                status.getString("Err", ""),
                read(status, "ContainerStatus", TaskStatus.ContainerStatus.class),
                List.of());
        JsonObject iteration = golden.getJsonObject("JobIteration");
        Task task = new Task(
                new TaskId(golden.getString("ID")),
                meta(golden),
                new ServiceId(golden.getString("ServiceID")),
                "web",
                Map.of(),
                golden.getInt("Slot", 0),
                new NodeId(golden.getString("NodeID")),
                read(golden, "Spec", TaskSpec.class),
                1,
                TaskState.valueOf(golden.getString("DesiredState").toUpperCase(Locale.ROOT)),
                TaskStatus.of(TaskState.ASSIGNED, meta(golden).createdAt(), ""),
                null,
                iteration == null ? 0 : iteration.getInt("Index", 0),
                List.of());

        assertSame(TaskView.of(task, seen, iteration != null), golden);
    }

    @Test
    void rendersTheLeader() {
        JsonObject golden = golden("node-leader");

        assertSame(NodeView.of(node(golden), id(golden), root(golden.getJsonObject("Description"))), golden);
    }

    @Test
    void rendersTheSwarm() {
        JsonObject golden = golden("swarm");

        assertSame(SwarmView.of(cluster(golden), root(golden)), withoutNulls(golden));
    }

    @Test
    void rendersInfo() {
        JsonObject golden = golden("info-swarm");
        Cluster held = cluster(golden.getJsonObject("Cluster"));
        Node node = node(golden("node-leader"));
        Image image = Image.restore(20, 1, node.id(), List.of(held, node), List.of());
        LocalSwarm local = new LocalSwarm(
                LocalSwarm.State.ACTIVE,
                node.id(),
                "10.99.0.11",
                true,
                List.of(new LocalSwarm.Peer(node.id(), "10.99.0.11:2377")),
                "",
                root(golden.getJsonObject("Cluster")));

        assertThat(info(InfoSwarm.of(local, image))).isEqualTo(withoutNulls(golden));
    }

    @Test
    void rendersInfoOutsideASwarm() {
        assertThat(EngineAnswers.section(io.priok.json.Json.write(InfoSwarm.of(LocalSwarm.INACTIVE, Image.empty()))))
                .isEqualTo(golden("info-inactive"));
    }

    @Test
    void rendersSecretsWithoutTheirData() {
        JsonObject golden = golden("secret");
        DataSpec spec = new DataSpec("s1", Map.of(), "dG9wc2VjcmV0Cg==", null, null);

        assertSame(DataView.of(new Secret(new SecretId(golden.getString("ID")), meta(golden), spec)), golden);
    }

    @Test
    void rendersConfigs() {
        JsonObject golden = golden("config");
        DataSpec spec = read(golden, "Spec", DataSpec.class);

        assertSame(DataView.of(new Config(new ConfigId(golden.getString("ID")), meta(golden), spec)), golden);
    }

    @Test
    void rendersNetworks() {
        JsonObject golden = golden("network");
        NetworkSpec spec = new NetworkSpec(
                "ov1", Map.of(), new TaskSpec.Driver("overlay", Map.of()), false, false, false, false, null, "swarm");
        Instant created = Instant.parse(golden.getString("Created"));
        Network network = new Network(
                new NetworkId(golden.getString("Id")),
                new Meta(1, created, created),
                spec,
                "10.0.1.0/24",
                "10.0.1.1",
                4097);

        assertThat(parse(moments(NetworkView.of(network).toString()))).isEqualTo(golden);
    }

    private static JsonObject info(InfoSwarm view) {
        return EngineAnswers.section(moments(io.priok.json.Json.write(view)));
    }

    private static Service service(JsonObject golden) {
        ServiceSpec spec = read(golden, "Spec", ServiceSpec.class);
        JsonObject job = golden.getJsonObject("JobStatus");
        EndpointSpec endpoint = spec.endpointSpec();
        List<PortConfig> ports = endpoint == null ? List.of() : endpoint.ports();
        return new Service(
                new ServiceId(golden.getString("ID")),
                meta(golden),
                spec,
                0,
                golden.containsKey("PreviousSpec") ? read(golden, "PreviousSpec", ServiceSpec.class) : null,
                0,
                golden.containsKey("UpdateStatus") ? read(golden, "UpdateStatus", UpdateStatus.class) : null,
                ports,
                false,
                job == null
                        ? null
                        : new Service.JobStatus(
                                job.getJsonObject("JobIteration").getInt("Index", 0),
                                Instant.parse(job.getString("LastExecution"))));
    }

    private static Node node(JsonObject golden) {
        JsonObject status = golden.getJsonObject("Status");
        return new Node(
                id(golden),
                meta(golden),
                read(golden, "Spec", NodeSpec.class),
                new AgentId("agent1"),
                read(golden, "Description", NodeDescription.class),
                new NodeStatus(NodeState.READY, "", status.getString("Addr")),
                new ManagerEndpoint(golden.getJsonObject("ManagerStatus").getString("Addr"), 1, 2, 1, 1),
                1);
    }

    private static Cluster cluster(JsonObject golden) {
        return new Cluster(
                new ClusterId(golden.getString("ID")),
                meta(golden),
                read(golden, "Spec", ClusterSpec.class),
                golden.containsKey("JoinTokens")
                        ? read(golden, "JoinTokens", JoinTokens.class)
                        : new JoinTokens("w", "m"),
                List.of(),
                golden.getInt("SubnetSize"),
                golden.getInt("DataPathPort"),
                false,
                1);
    }

    private static NodeId id(JsonObject golden) {
        return new NodeId(golden.getString("ID"));
    }

    private static LocalSwarm.TrustRoot root(JsonObject golden) {
        JsonObject tls = golden.getJsonObject("TLSInfo");
        return new LocalSwarm.TrustRoot(
                tls.getString("TrustRoot"), tls.getString("CertIssuerSubject"), tls.getString("CertIssuerPublicKey"));
    }

    private static Meta meta(JsonObject golden) {
        return new Meta(
                golden.getJsonObject("Version").getInt("Index"),
                Instant.parse(golden.getString("CreatedAt")),
                Instant.parse(golden.getString("UpdatedAt")));
    }

    private static <T> T read(JsonObject golden, String member, Class<T> type) {
        return io.priok.json.Json.read(golden.getJsonObject(member).toString(), type);
    }

    private static void assertSame(Object view, JsonObject golden) {
        assertThat(parse(moments(io.priok.json.Json.write(view)))).isEqualTo(golden);
    }

    /** Go leaves out a moment's last zeros. */
    private static String moments(String text) {
        return text.replaceAll("(\\.[0-9]*[1-9])0+Z\"", "$1Z\"");
    }

    private static JsonObject golden(String file) {
        try (InputStream in = GoldenViewsTest.class.getResourceAsStream("/golden/" + file + ".json");
                JsonReader reader = Json.createReader(in)) {
            return reader.readObject();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject parse(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** Go writes absent lists as null; an absent member says the same. */
    private static JsonObject withoutNulls(JsonObject golden) {
        JsonObjectBuilder builder = Json.createObjectBuilder();
        golden.forEach((name, value) -> {
            if (value instanceof JsonObject object) {
                builder.add(name, withoutNulls(object));
            } else if (value != JsonValue.NULL
                    && !(name.equals("NodeID") && value.toString().equals("\"\""))) {
                builder.add(name, value);
            }
        });
        return builder.build();
    }

    private static JsonObject without(JsonObject golden, String member, String inner) {
        JsonObject part = Json.createObjectBuilder(golden.getJsonObject(member))
                .remove(inner)
                .build();
        return Json.createObjectBuilder(golden).add(member, part).build();
    }
}
