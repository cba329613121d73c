package io.priok.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.spec.ContainerSpec;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.TaskSpec;
import io.priok.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ContainerPlanTest {
    /** A member of the container's spec as the API has it, where it lands in the request, and as what. */
    static List<Arguments> members() {
        return List.of(
                Arguments.of("\"Command\":[\"run\"]", "Entrypoint", List.of("run")),
                Arguments.of("\"Args\":[\"-x\"]", "Cmd", List.of("-x")),
                Arguments.of("\"Hostname\":\"{{.Service.Name}}-{{.Task.Slot}}\"", "Hostname", "web-1"),
                Arguments.of("\"Env\":[\"A=1\",\"N={{.Node.Hostname}}\"]", "Env", List.of("A=1", "N=host1")),
                Arguments.of("\"Dir\":\"/tmp\"", "WorkingDir", "/tmp"),
                Arguments.of("\"User\":\"0:0\"", "User", "0:0"),
                Arguments.of("\"Groups\":[\"10\"]", "HostConfig.GroupAdd", List.of("10")),
                Arguments.of("\"StopSignal\":\"SIGKILL\"", "StopSignal", "SIGKILL"),
                Arguments.of("\"StopGracePeriod\":2500000000", "StopTimeout", 3L),
                Arguments.of("\"TTY\":true", "Tty", true),
                Arguments.of("\"OpenStdin\":true", "OpenStdin", true),
                Arguments.of("\"ReadOnly\":true", "HostConfig.ReadonlyRootfs", true),
                Arguments.of("\"Init\":false", "HostConfig.Init", false),
                Arguments.of("\"Hosts\":[\"1.2.3.4 foo bar\"]", "HostConfig.ExtraHosts", List.of("foo:1.2.3.4")),
                Arguments.of("\"DNSConfig\":{\"Nameservers\":[\"9.9.9.9\"]}", "HostConfig.Dns", List.of("9.9.9.9")),
                Arguments.of("\"DNSConfig\":{\"Search\":[\"a.b\"]}", "HostConfig.DnsSearch", List.of("a.b")),
                Arguments.of("\"DNSConfig\":{\"Options\":[\"ndots:1\"]}", "HostConfig.DnsOptions", List.of("ndots:1")),
                Arguments.of("\"Sysctls\":{\"net.a\":\"0\"}", "HostConfig.Sysctls", Map.of("net.a", "0")),
                Arguments.of("\"CapabilityAdd\":[\"CAP_A\"]", "HostConfig.CapAdd", List.of("CAP_A")),
                Arguments.of("\"CapabilityDrop\":[\"CAP_B\"]", "HostConfig.CapDrop", List.of("CAP_B")),
                Arguments.of("\"OomScoreAdj\":-5", "HostConfig.OomScoreAdj", -5L),
                Arguments.of(
                        "\"Ulimits\":[{\"Name\":\"nofile\",\"Hard\":9,\"Soft\":8}]",
                        "HostConfig.Ulimits",
                        List.of(Map.of("Name", "nofile", "Hard", 9L, "Soft", 8L))),
                Arguments.of(
                        "\"Healthcheck\":{\"Test\":[\"CMD-SHELL\",\"true\"],\"Interval\":5,\"Retries\":3}",
                        "Healthcheck",
                        Map.of("Test", List.of("CMD-SHELL", "true"), "Interval", 5L, "Retries", 3L)),
                Arguments.of(
                        "\"Privileges\":{\"NoNewPrivileges\":true,\"SELinuxContext\":{\"Disable\":true}}",
                        "HostConfig.SecurityOpt",
                        List.of("no-new-privileges=true", "label=disable")),
                Arguments.of(
                        "\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/a\",\"Target\":\"/b\",\"ReadOnly\":true,"
                                + "\"BindOptions\":{\"Propagation\":\"rprivate\",\"CreateMountpoint\":true}}]",
                        "HostConfig.Mounts",
                        List.of(Map.of(
                                "Type", "bind",
                                "Source", "/a",
                                "Target", "/b",
                                "ReadOnly", true,
                                "BindOptions", Map.of("Propagation", "rprivate", "CreateMountpoint", true)))),
                Arguments.of(
                        "\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v{{.Task.Slot}}\",\"Target\":\"/v\","
                                + "\"VolumeOptions\":{\"NoCopy\":true,\"Labels\":{\"q\":\"r\"},"
                                + "\"DriverConfig\":{\"Name\":\"local\",\"Options\":{\"o\":\"p\"}}}}]",
                        "HostConfig.Mounts",
                        List.of(Map.of(
                                "Type", "volume",
                                "Source", "v1",
                                "Target", "/v",
                                "VolumeOptions",
                                        Map.of(
                                                "NoCopy", true,
                                                "Labels", Map.of("q", "r"),
                                                "DriverConfig",
                                                        Map.of("Name", "local", "Options", Map.of("o", "p")))))),
                Arguments.of(
                        "\"Mounts\":[{\"Type\":\"tmpfs\",\"Target\":\"/t\",\"TmpfsOptions\":{\"SizeBytes\":1,\"Mode\":7}}]",
                        "HostConfig.Mounts",
                        List.of(Map.of(
                                "Type",
                                "tmpfs",
                                "Target",
                                "/t",
                                "TmpfsOptions",
                                Map.of("SizeBytes", 1L, "Mode", 7L)))));
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @MethodSource("members")
    void carriesEachMemberOfTheSpec(String member, String path, Object expected) throws Unfit {
        assertThat(at(body(taskOf("{\"ContainerSpec\":{\"Image\":\"bb:1\"," + member + "}}")), path))
                .isEqualTo(expected);
    }

    private static Task taskOf(String specJson, PortConfig... ports) {
        return Tasks.task("t1", 10, TaskState.RUNNING, Json.read(specJson, TaskSpec.class), ports);
    }

    private static Map<String, Object> body(Task task) throws Unfit {
        return ContainerPlan.request(Tasks.assignment(task)).body();
    }

    private static Object at(Map<?, ?> body, String path) {
        Object value = body;
        for (String name : path.split("\\.", -1)) {
            value = ((Map<?, ?>) value).get(name);
        }
        return value;
    }

    @Test
    void saysNothingOfWhatTheSpecLeavesOpen() throws Unfit {
        Map<String, Object> body = body(taskOf("{\"ContainerSpec\":{\"Image\":\"bb\"}}"));
        assertThat(body).containsOnlyKeys("Image", "Labels", "HostConfig");
        assertThat(body).containsEntry("Image", "bb:latest");
        assertThat(at(body, "HostConfig")).isEqualTo(Map.of("NetworkMode", "default"));
    }

    @Test
    void namesAndLabelsAsSwarmDoes() throws Unfit {
        Task task = taskOf("{\"ContainerSpec\":{\"Image\":\"bb:1\",\"Labels\":{\"con.label\":\"y\"}}}");
        assertThat(ContainerPlan.request(Tasks.assignment(task)).name()).isEqualTo("web.1.t1");
        assertThat(at(body(task), "Labels"))
                .isEqualTo(Map.of(
                        "con.label", "y",
                        "com.docker.swarm.node.id", Tasks.NODE.value(),
                        "com.docker.swarm.service.id", "service00000000000000000",
                        "com.docker.swarm.service.name", "web",
                        "com.docker.swarm.task", "",
                        "com.docker.swarm.task.id", "t1",
                        "com.docker.swarm.task.name", "web.1.t1"));
    }

    @Test
    void limitsResources() throws Unfit {
        Object host = at(
                body(taskOf("{\"ContainerSpec\":{\"Image\":\"bb:1\"},\"Resources\":{\"Limits\":"
                        + "{\"NanoCPUs\":500000000,\"MemoryBytes\":67108864,\"Pids\":50},"
                        + "\"Reservations\":{\"NanoCPUs\":7}}}")),
                "HostConfig");
        assertThat(host)
                .isEqualTo(Map.of(
                        "NetworkMode", "default", "NanoCpus", 500000000L, "Memory", 67108864L, "PidsLimit", 50L));
    }

    @Test
    void publishesHostPortsOnly() throws Unfit {
        Map<String, Object> body = body(taskOf(
                "{\"ContainerSpec\":{\"Image\":\"bb:1\"}}",
                new PortConfig("", "udp", 81, 8081, "host"),
                new PortConfig("", "tcp", 82, 0, "host"),
                new PortConfig("", "tcp", 80, 8080, "ingress")));
        assertThat(at(body, "ExposedPorts")).isEqualTo(Map.of("81/udp", Map.of(), "82/tcp", Map.of()));
        assertThat(at(body, "HostConfig.PortBindings"))
                .isEqualTo(Map.of(
                        "81/udp", List.of(Map.of("HostPort", "8081")), "82/tcp", List.of(Map.of("HostPort", ""))));
    }

    @Test
    void takesTheLogDriverAndTheEnginesOwnNetworks() throws Unfit {
        Map<String, Object> body = body(taskOf("{\"ContainerSpec\":{\"Image\":\"bb:1\"},"
                + "\"LogDriver\":{\"Name\":\"json-file\",\"Options\":{\"max-size\":\"1m\"}},"
                + "\"Networks\":[{\"Target\":\"host\"}]}"));
        assertThat(at(body, "HostConfig.LogConfig"))
                .isEqualTo(Map.of("Type", "json-file", "Config", Map.of("max-size", "1m")));
        assertThat(at(body, "HostConfig.NetworkMode")).isEqualTo("host");
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void refusesWhatCannotBeDoneAndSaysWhy(String spec, String why) {
        Task task = taskOf(spec);
        assertThatThrownBy(() -> ContainerPlan.request(Tasks.assignment(task)))
                .isInstanceOf(Unfit.class)
                .hasMessageContaining(why);
    }

    static List<Arguments> unfit() {
        String image = "{\"ContainerSpec\":{\"Image\":\"bb:1\",";
        return List.of(
                Arguments.of("{\"ContainerSpec\":{}}", "image required"),
                Arguments.of(
                        image + "\"Secrets\":[{\"SecretID\":\"s\",\"SecretName\":\"s\"}]}}",
                        "secrets and configs cannot be delivered"),
                Arguments.of(image + "\"Hostname\":\"{{.Nope}}\"}}", "expanding hostname failed"),
                Arguments.of(image + "\"Mounts\":[{\"Type\":\"cluster\",\"Target\":\"/c\"}]}}", "cluster volumes"),
                Arguments.of(
                        image + "\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"../../etc\"}]}}",
                        "invalid mount target, must be an absolute path: ../../etc"),
                Arguments.of(
                        image + "\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"etc\",\"Target\":\"/c\"}]}}",
                        "invalid bind mount source, must be an absolute path: etc"),
                Arguments.of(
                        image + "\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"/etc\",\"Target\":\"/c\"}]}}",
                        "invalid volume mount source, must not be an absolute path: /etc"),
                Arguments.of(
                        image + "\"Mounts\":[{\"Type\":\"tmpfs\",\"Source\":\"x\",\"Target\":\"/c\"}]}}",
                        "invalid tmpfs source, source must be empty"),
                Arguments.of(
                        "{\"ContainerSpec\":{\"Image\":\"bb:1\"},\"Networks\":[{\"Target\":\"ov1\"}]}",
                        "network ov1: tasks cannot be attached to overlay networks yet"));
    }

    @Test
    void emptyContainerSpecHasNoImage() {
        assertThat(ContainerSpec.EMPTY.image()).isEmpty();
    }
}
