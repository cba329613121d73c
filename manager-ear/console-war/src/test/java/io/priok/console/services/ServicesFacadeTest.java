package io.priok.console.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.console.frame.Scene;
import io.priok.console.frame.Tone;
import io.priok.domain.NodeState;
import io.priok.domain.Service;
import io.priok.domain.TaskState;
import io.priok.domain.UpdateStatus;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.state.Change;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServicesFacadeTest {
    private static final String TWO = ",\"Mode\":{\"Replicated\":{\"Replicas\":2}}";
    private final Scene scene = new Scene();

    @BeforeEach
    void oneNode() {
        scene.node("h1", true, NodeState.READY, Availability.ACTIVE);
    }

    private ServiceHealth health(Service service) {
        return ServiceHealth.of(
                scene.snapshot(), scene.image().service(service.id()).orElseThrow());
    }

    @Test
    void isConvergedWhenAllRun() {
        Service web = scene.service("web", TWO);
        scene.running(web, 1, "h1");
        assertThat(health(web))
                .extracting(ServiceHealth::tone, ServiceHealth::word)
                .containsExactly(Tone.BUSY, "converging");
        scene.running(web, 2, "h1");
        assertThat(health(web))
                .extracting(ServiceHealth::tone, ServiceHealth::replicas)
                .containsExactly(Tone.GOOD, "2/2");
    }

    @Test
    void saysWhyTasksWaitTheCommonestReasonFirst() {
        Service web = scene.service("web", TWO);
        scene.task(web, 1, "", TaskState.RUNNING, Scene.status(TaskState.PENDING, "b"));
        scene.task(web, 2, "", TaskState.RUNNING, Scene.status(TaskState.PENDING, "a"));
        scene.task(web, 3, "", TaskState.RUNNING, Scene.status(TaskState.PENDING, "a"));
        assertThat(health(web).tone()).isEqualTo(Tone.WARN);
        assertThat(health(web).why()).isEqualTo("2 tasks wait: a; 1 task waits: b");
    }

    @Test
    void saysWhatTheLastFailedTaskSaid() {
        Service web = scene.service("web", "");
        scene.task(web, 1, "h1", TaskState.SHUTDOWN, Scene.status(TaskState.REJECTED, "No such image: demo:1"));
        assertThat(health(web).tone()).isEqualTo(Tone.BAD);
        assertThat(health(web).why()).isEqualTo("last task rejected: No such image: demo:1");
    }

    @Test
    void forgivesFailuresOnceAllRun() {
        Service web = scene.service("web", "");
        scene.task(web, 1, "h1", TaskState.SHUTDOWN, Scene.status(TaskState.FAILED, "exit 1"));
        scene.running(web, 1, "h1");
        assertThat(health(web).tone()).isEqualTo(Tone.GOOD);
    }

    @Test
    void warnsOfPausedUpdates() {
        Service web = scene.service("web", "");
        scene.running(web, 1, "h1");
        scene.put(Change.update(scene.image()
                .service(web.id())
                .orElseThrow()
                .withUpdateStatus(
                        new UpdateStatus(UpdateStatus.State.PAUSED, Scene.NOW, null, "update paused due to failure"))));
        assertThat(health(web))
                .extracting(ServiceHealth::tone, ServiceHealth::word, ServiceHealth::why)
                .containsExactly(Tone.BAD, "paused", "update paused due to failure");
    }

    @Test
    void listsByNameAndFindsByPart() {
        scene.service("web", "");
        scene.service("api", ",\"EndpointSpec\":{\"Ports\":[{\"TargetPort\":80,\"PublishedPort\":8080}]}");
        assertThat(ServicesFacade.list(scene.snapshot(), ""))
                .extracting(ServiceRow::name)
                .containsExactly("api", "web");
        assertThat(ServicesFacade.list(scene.snapshot(), "AP")).singleElement().satisfies(row -> {
            assertThat(row.ports()).containsExactly("8080→80/tcp");
            assertThat(row.image()).isEqualTo("demo:1");
            assertThat(row.mode()).isEqualTo("replicated");
        });
        assertThat(ServicesFacade.list(scene.snapshot(), "demo")).hasSize(2);
    }

    @Test
    void hidesServicesThatAreBeingRemoved() {
        Service web = scene.service("web", "");
        scene.apply(scene.services.remove(web));
        assertThat(ServicesFacade.list(scene.snapshot(), "")).isEmpty();
        assertThat(ServicesFacade.find(scene.snapshot(), web.id().value())).isEmpty();
    }

    @Test
    void scalesOnlyWhatHasANumber() {
        Service web = scene.service("web", TWO);
        Service agent = scene.service("agent", ",\"Mode\":{\"Global\":{}}");
        assertThat(ServicesFacade.detail(scene.snapshot(), web).replicas()).isEqualTo(2);
        assertThat(ServicesFacade.detail(scene.snapshot(), agent).isScalable()).isFalse();
    }
}
