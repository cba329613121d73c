package io.priok.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.domain.Meta;
import io.priok.domain.NodeId;
import io.priok.domain.Service;
import io.priok.domain.ServiceId;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.ContainerSpec;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.ServiceMode;
import io.priok.domain.spec.ServiceSpec;
import io.priok.domain.spec.TaskSpec;
import io.priok.state.Change;
import io.priok.state.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static final Instant NOW = Instant.parse("2026-11-23T05:03:02.21227167Z");

    /** As the real CLI sends it. */
    private static final String SPEC = """
            {"Name":"plain2","Labels":{"l1":"v1"},"TaskTemplate":{"ContainerSpec":{"Image":"bb:1",\
            "Args":["sh","-c","echo v2"],"Env":["X=1"],"Init":false,"StopGracePeriod":3000000000,"DNSConfig":{},"Isolation":"default"},\
            "Resources":{"Limits":{"NanoCPUs":1000000000},"Reservations":{}},\
            "RestartPolicy":{"Condition":"on-failure","Delay":2000000000,"MaxAttempts":3},"Placement":{},\
            "ForceUpdate":1,"Runtime":"container"},"Mode":{"Replicated":{"Replicas":3}},\
            "UpdateConfig":{"Parallelism":1,"FailureAction":"pause","Monitor":1000000000,"MaxFailureRatio":0,"Order":"stop-first"},\
            "EndpointSpec":{"Mode":"vip","Ports":[{"Protocol":"tcp","TargetPort":80,"PublishedPort":8080,"PublishMode":"ingress"}]}}""";

    @Test
    void writesASpecAsItWasRead() {
        assertThat(Json.write(Json.read(SPEC, ServiceSpec.class))).isEqualTo(SPEC);
    }

    @Test
    void leavesOutWhatIsEmptyAndReadsItBack() {
        ServiceSpec spec = spec("web");
        String text = Json.write(spec);
        assertThat(text)
                .isEqualTo("{\"Name\":\"web\",\"Labels\":{},\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"bb:1\"},"
                        + "\"ForceUpdate\":0},\"Mode\":{\"Replicated\":{\"Replicas\":2}}}");
        assertThat(Json.read(text, ServiceSpec.class)).isEqualTo(spec);
    }

    @Test
    void keepsWhatAUserPutIntoAMap() {
        NodeSpec spec = new NodeSpec("", Map.of("flag", ""), null, null);
        assertThat(Json.write(spec)).isEqualTo("{\"Labels\":{\"flag\":\"\"}}");
        assertThat(Json.read(Json.write(spec), NodeSpec.class)).isEqualTo(spec);
    }

    @Test
    void roundTripsATransaction() {
        Service service = new Service(
                new ServiceId("s1"), Meta.created(NOW), spec("web"), 0, null, 0, null, List.of(), false, null);
        Task task = new Task(
                new TaskId("t1"),
                Meta.created(NOW),
                service.id(),
                "web",
                Map.of("a", "b"),
                1,
                new NodeId("n1"),
                service.spec().taskTemplate(),
                0,
                TaskState.RUNNING,
                new TaskStatus(
                        TaskState.FAILED,
                        NOW,
                        "started",
                        "task: non-zero exit (3)",
                        new TaskStatus.ContainerStatus("c1", 0, 3),
                        List.of(new PortConfig("", "udp", 81, 8081, "host"))),
                NOW,
                0,
                List.of());
        Transaction transaction = new Transaction(
                "e1",
                7,
                "n1",
                NOW,
                List.of(
                        Change.create(service),
                        Change.create(task),
                        new Change.Remove(new TaskId("t0"), Change.ANY),
                        new Change.Elect(8, new NodeId("n1"))));

        assertThat(Json.read(Json.bytes(transaction), Transaction.class)).isEqualTo(transaction);
    }

    @Test
    void writesAllModes() {
        for (ServiceMode mode : List.of(
                new ServiceMode.Replicated(0),
                new ServiceMode.Global(),
                new ServiceMode.ReplicatedJob(2, 4),
                new ServiceMode.GlobalJob())) {
            ServiceSpec spec = spec("web").withMode(mode);
            assertThat(Json.read(Json.write(spec), ServiceSpec.class).mode()).isEqualTo(mode);
        }
    }

    @Test
    void refusesAnUnknownWordInDockersWords() {
        assertThatThrownBy(() -> Json.read("{\"Availability\":\"bogus\"}", NodeSpec.class))
                .isInstanceOf(MalformedJson.class)
                .hasMessage("invalid Availability: \"bogus\"");
    }

    @Test
    void refusesNegativeReplicas() {
        assertThatThrownBy(() -> Json.read("{\"Mode\":{\"Replicated\":{\"Replicas\":-1}}}", ServiceSpec.class))
                .isInstanceOf(MalformedJson.class)
                .hasMessageContaining("cannot unmarshal number -1");
    }

    @Test
    void refusesWhatIsNotJson() {
        assertThatThrownBy(() -> Json.read("{bad", ServiceSpec.class)).isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> Json.read("", ServiceSpec.class)).isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> Json.read("null", ServiceSpec.class)).isInstanceOf(MalformedJson.class);
    }

    private static ServiceSpec spec(String name) {
        TaskSpec template = TaskSpec.EMPTY.withContainerSpec(ContainerSpec.of("bb:1"));
        return new ServiceSpec(name, Map.of(), template, new ServiceMode.Replicated(2), null, null, List.of(), null);
    }
}
