package io.priok.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.NodeState;
import io.priok.domain.TaskState;
import io.priok.domain.spec.NodeSpec;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private final Scene scene = new Scene();

    @Test
    void changesWithTheImageTheStatusesAndTheQuorum() {
        scene.node("h1", true, NodeState.READY, NodeSpec.Availability.ACTIVE);
        var service = scene.service("web", "");
        Fingerprint before = Fingerprint.of(scene.snapshot());
        assertThat(Fingerprint.of(scene.snapshot())).isEqualTo(before);

        var task = scene.task(service, 1, "h1", TaskState.RUNNING, Scene.status(TaskState.ASSIGNED, ""));
        Fingerprint created = Fingerprint.of(scene.snapshot());
        assertThat(created).isNotEqualTo(before);

        scene.report(task, Scene.status(TaskState.RUNNING, ""));
        Fingerprint running = Fingerprint.of(scene.snapshot());
        assertThat(running).isNotEqualTo(created);

        assertThat(Fingerprint.of(scene.leaderless().snapshot())).isNotEqualTo(running);
    }
}
