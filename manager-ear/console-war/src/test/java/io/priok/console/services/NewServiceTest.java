package io.priok.console.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.console.frame.Scene;
import io.priok.console.services.ServiceForm.Field;
import io.priok.domain.NodeState;
import io.priok.domain.Refusal;
import io.priok.domain.Service;
import io.priok.domain.ServiceId;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.ServiceMode;
import io.priok.state.Outcome;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NewServiceTest {
    private final Scene scene = new Scene();

    @BeforeEach
    void oneNode() {
        scene.node("h1", true, NodeState.READY, Availability.ACTIVE);
    }

    private static ServiceForm form(
            String name, String image, String replicas, String ports, String env, String command, String constraints) {
        return new ServiceForm(name, image, "replicated", replicas, ports, env, command, constraints);
    }

    private Map<Field, String> troubles(ServiceForm form) {
        return NewService.troubles(form, scene.image(), scene.services);
    }

    @Test
    void createsWhatTheFormSays() {
        ServiceForm form = form(
                " web ", "demo:1", "3", "8080:80 5353:53/udp", "A=1\nB=x y\n", "httpd -f 'a b'", "node.role==worker");
        assertThat(troubles(form)).isEmpty();
        var created = NewService.of(form).create(scene.image(), scene.services);
        assertThat(scene.apply(created.transaction())).isInstanceOf(Outcome.Applied.class);
        Service service = scene.image().service(new ServiceId(created.id())).orElseThrow();
        assertThat(service.name()).isEqualTo("web");
        assertThat(service.spec().mode()).isEqualTo(new ServiceMode.Replicated(3));
        assertThat(service.spec().publishedPorts())
                .containsExactly(
                        new PortConfig("", "tcp", 80, 8080, "ingress"), new PortConfig("", "udp", 53, 5353, "ingress"));
        var container = service.spec().taskTemplate().container();
        assertThat(container.env()).containsExactly("A=1", "B=x y");
        assertThat(container.args()).containsExactly("httpd", "-f", "a b");
        assertThat(service.spec().taskTemplate().placementOrNone().constraints())
                .containsExactly("node.role==worker");
    }

    @Test
    void typesTheSameCommand() {
        ServiceForm form = form("web", "demo:1", "3", "8080:80", "B=x y", "httpd -f", "node.role==worker");
        assertThat(NewService.of(form).command().line())
                .isEqualTo("docker service create --name web --replicas 3 --publish 8080:80 --env 'B=x y'"
                        + " --constraint node.role==worker demo:1 httpd -f");
    }

    @Test
    void showsTheManagersRefusalAtTheFieldItIsAbout() {
        assertThat(troubles(form("a b", "demo:1", "1", "", "", "", "")))
                .containsOnly(Map.entry(
                        Field.NAME,
                        "rpc error: code = InvalidArgument desc = name must be valid as a DNS name component"));
        assertThat(troubles(form("web", "", "1", "", "", "", "")))
                .containsOnly(Map.entry(
                        Field.IMAGE,
                        "rpc error: code = InvalidArgument desc = ContainerSpec: image reference must be provided"));
        assertThat(troubles(form("web", "DEMO", "1", "", "", "", ""))).containsOnlyKeys(Field.IMAGE);
        assertThat(troubles(form("web", "demo:1", "1", "", "", "", "nonsense"))).containsOnlyKeys(Field.CONSTRAINTS);
        assertThat(troubles(form("web", "demo:1", "1", "80:80 80:81", "", "", "")))
                .containsOnlyKeys(Field.PORTS);
        assertThat(troubles(form("web", "demo:1", "99999999999999999", "", "", "", "")))
                .isEmpty();
        assertThat(troubles(form("web", "demo:1", "18446744073709551615", "", "", "", "")))
                .containsOnlyKeys(Field.REPLICAS);
    }

    @Test
    void showsClashesWithWhatIsThere() {
        scene.service("web", ",\"EndpointSpec\":{\"Ports\":[{\"TargetPort\":80,\"PublishedPort\":8080}]}");
        assertThat(troubles(form("web", "demo:1", "1", "", "", "", "")).get(Field.NAME))
                .endsWith("service web already exists");
        assertThat(troubles(form("api", "demo:1", "1", "8080:80", "", "", "")).get(Field.PORTS))
                .contains("port '8080' is already in use by service 'web'");
    }

    @Test
    void readsArgumentsAsTheCommandLineDoes() {
        assertThat(troubles(form("web", "demo:1", "abc", "foo", "=x", "a 'b", "")))
                .containsEntry(
                        Field.REPLICAS,
                        "invalid argument \"abc\" for \"--replicas\" flag: strconv.ParseUint: parsing \"abc\": invalid syntax")
                .containsEntry(
                        Field.PORTS, "invalid argument \"foo\" for \"-p, --publish\" flag: invalid containerPort: foo")
                .containsEntry(
                        Field.ENV, "invalid argument \"=x\" for \"-e, --env\" flag: invalid environment variable: =x")
                .containsKey(Field.COMMAND);
    }

    @Test
    void refusesPortsInTheCommandLinesWords() {
        assertRefused("99999:80", "invalid hostPort: 99999");
        assertRefused("80:99999", "invalid containerPort: 99999");
        assertRefused("80/xyz", "invalid proto: xyz");
        assertRefused("8080:", "no port specified: 8080:<empty>");
        assertRefused("1.2.3.4:80:80", "hostip is not supported");
        assertThat(PortArgument.parse(":80")).isEqualTo(new PortConfig("", "tcp", 80, 0, "ingress"));
        assertThat(PortArgument.parse("80/UDP")).isEqualTo(new PortConfig("", "udp", 80, 0, "ingress"));
    }

    private static void assertRefused(String port, String why) {
        assertThatThrownBy(() -> PortArgument.parse(port)).hasMessageEndingWith(why);
    }

    @Test
    void scalesInTheCommandLinesWords() {
        Service web = scene.service("web", "");
        assertThat(ServiceChanges.scaleCommand("web", "3").line()).isEqualTo("docker service scale web=3");
        assertThatThrownBy(() -> ServiceChanges.scale(scene.image(), web, "-1", scene.services))
                .isInstanceOf(Refusal.class)
                .hasMessage("web: invalid replicas value -1: strconv.ParseUint: parsing \"-1\": invalid syntax");
        scene.apply(ServiceChanges.scale(scene.image(), web, "4", scene.services));
        assertThat(scene.image().service(web.id()).orElseThrow().spec().mode())
                .isEqualTo(new ServiceMode.Replicated(4));
    }

    @Test
    void changesTheImageAndNothingElse() {
        Service web = scene.service("web", "");
        scene.apply(ServiceChanges.image(scene.image(), web, "demo:2", scene.services));
        Service then = scene.image().service(web.id()).orElseThrow();
        assertThat(then.spec().taskTemplate().container().image()).isEqualTo("demo:2");
        assertThat(then.spec().mode()).isEqualTo(web.spec().mode());
        assertThatThrownBy(() -> ServiceChanges.image(scene.image(), then, "NOT OK", scene.services))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is not a valid repository/tag");
    }
}
