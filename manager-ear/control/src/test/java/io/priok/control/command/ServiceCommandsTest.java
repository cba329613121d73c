package io.priok.control.command;

import static io.priok.control.Fixture.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.control.Fixture;
import io.priok.control.command.ServiceCommands.Source;
import io.priok.control.query.Lookup;
import io.priok.domain.Refusal;
import io.priok.domain.Service;
import io.priok.domain.UpdateStatus;
import io.priok.state.Outcome;
import org.junit.jupiter.api.Test;

class ServiceCommandsTest {
    private final Fixture fixture = new Fixture();

    @Test
    void fillsInWhatTheRealOneFillsIn() {
        Service web = fixture.create("web");

        assertThat(web.spec().taskTemplate().runtime()).isEqualTo("container");
        assertThat(web.spec().taskTemplate().container().isolation()).isEqualTo("default");
        assertThat(web.version()).isEqualTo(1);
    }

    @Test
    void namesAServiceThatHasNoName() {
        Created created = fixture.services.create(fixture.image(), spec("", ""));
        fixture.apply(created.transaction());

        assertThat(fixture.service(created.id()).name()).matches("[a-z]+_[a-z]+");
    }

    @Test
    void givesEachUpdateAVersionOfItsOwn() {
        Service web = fixture.create("web");
        Service second = update(web, "\"ForceUpdate\":1");
        Service third = update(second, "\"ForceUpdate\":2");

        assertThat(second.specVersion()).isNotEqualTo(web.specVersion());
        assertThat(third.specVersion()).isNotIn(web.specVersion(), second.specVersion());
        assertThat(third.previousSpec()).isEqualTo(second.spec());
    }

    @Test
    void rollsBackToTheVersionThatTasksOfTheOldSpecCarry() {
        Service web = fixture.create("web");
        Service updated = update(web, "\"ForceUpdate\":1");
        fixture.apply(fixture.services.update(
                fixture.image(), updated, updated.version(), spec("web", ""), "", Source.PREVIOUS));
        Service back = fixture.service(web.id().value());

        assertThat(back.spec()).isEqualTo(web.spec());
        assertThat(back.specVersion()).isEqualTo(web.specVersion());
        assertThat(back.previousSpec()).isEqualTo(updated.spec());
        assertThat(back.updateStatus().state()).isEqualTo(UpdateStatus.State.ROLLBACK_STARTED);
        assertThat(update(back, "\"ForceUpdate\":9").specVersion()).isNotIn(web.specVersion(), updated.specVersion());
    }

    @Test
    void refusesTheSecondOfTwoUpdatesThatSawTheSameVersion() {
        Service web = fixture.create("web");
        var first = fixture.services.update(
                fixture.image(), web, web.version(), spec("web", ",\"ForceUpdate\":1"), "", Source.REQUEST);
        var second = fixture.services.update(
                fixture.image(), web, web.version(), spec("web", ",\"ForceUpdate\":2"), "", Source.REQUEST);

        assertThat(fixture.apply(first)).isInstanceOf(Outcome.Applied.class);
        assertThat(fixture.apply(second))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.OUT_OF_SEQUENCE));
    }

    @Test
    void hidesAServiceFromTheRequestToRemoveItOn() {
        Service web = fixture.create("web");
        fixture.apply(fixture.services.remove(web));

        assertThat(fixture.service(web.id().value()).pendingDelete()).isTrue();
        assertThatThrownBy(() -> Lookup.service(fixture.image(), "web")).hasMessage("service web not found");
    }

    @Test
    void leavesMountsAndHostPortsToTheTasksEngine() {
        Created created = fixture.services.create(
                fixture.image(),
                io.priok.json.Json.read(
                        "{\"Name\":\"web\",\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"bb:1\",\"Mounts\":["
                                + "{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"../../etc\"},"
                                + "{\"Type\":\"volume\",\"Source\":\"v\"},{\"Source\":\"../etc\",\"Target\":\"/a\"},"
                                + "{\"Type\":\"tmpfs\",\"Source\":\"v\",\"Target\":\"/b\"}]}},\"EndpointSpec\":{\"Ports\":["
                                + "{\"TargetPort\":80000,\"PublishMode\":\"host\"}]}}",
                        io.priok.domain.spec.ServiceSpec.class));
        fixture.apply(created.transaction());

        assertThat(fixture.service(created.id())
                        .spec()
                        .taskTemplate()
                        .container()
                        .mounts())
                .extracting(mount -> mount.type())
                .containsExactly("volume", "volume", "bind", "tmpfs");
    }

    @Test
    void freesTheNameOfAServiceThatIsBeingRemoved() {
        fixture.apply(fixture.services.remove(fixture.create("web")));

        assertThat(fixture.services.create(fixture.image(), spec("web", "")).id())
                .isNotEmpty();
    }

    @Test
    void countsAJobsRuns() {
        Created created = fixture.services.create(
                fixture.image(),
                io.priok.json.Json.read(
                        "{\"Name\":\"job\",\"Mode\":{\"ReplicatedJob\":{}},\"TaskTemplate\":{\"ContainerSpec\":"
                                + "{\"Image\":\"bb:1\"}}}",
                        io.priok.domain.spec.ServiceSpec.class));
        fixture.apply(created.transaction());
        Service job = fixture.service(created.id());
        assertThat(job.job().iteration()).isZero();
        fixture.apply(fixture.services.update(
                fixture.image(),
                job,
                job.version(),
                io.priok.json.Json.read(
                        "{\"Name\":\"job\",\"Mode\":{\"ReplicatedJob\":{}},\"TaskTemplate\":{\"ContainerSpec\":"
                                + "{\"Image\":\"bb:1\"},\"ForceUpdate\":1}}",
                        io.priok.domain.spec.ServiceSpec.class),
                "",
                Source.REQUEST));

        assertThat(fixture.service(created.id()).job().iteration()).isPositive();
    }

    @Test
    void refusesAnUnknownSourceOfCredentials() {
        Service web = fixture.create("web");

        assertThatThrownBy(() -> fixture.services.update(
                        fixture.image(), web, web.version(), spec("web", ""), "bogus", Source.REQUEST))
                .isInstanceOf(Refusal.class)
                .hasMessage("unsupported registryAuthFrom value");
    }

    private Service update(Service service, String template) {
        fixture.apply(fixture.services.update(
                fixture.image(), service, service.version(), spec("web", "," + template), "", Source.REQUEST));
        return fixture.service(service.id().value());
    }
}
