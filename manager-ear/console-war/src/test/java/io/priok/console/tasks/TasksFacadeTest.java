package io.priok.console.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.priok.console.frame.Scene;
import io.priok.console.frame.Tone;
import io.priok.domain.NodeState;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.TaskState;
import io.priok.domain.spec.NodeSpec.Availability;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TasksFacadeTest {
    private static final TaskFilter ALL = new TaskFilter("", "", "", false);
    private final Scene scene = new Scene();

    @BeforeEach
    void twoNodes() {
        scene.node("h1", true, NodeState.READY, Availability.ACTIVE);
        scene.node("h2", false, NodeState.DOWN, Availability.ACTIVE);
    }

    private List<TaskRow> rows(TaskFilter filter) {
        return TasksFacade.list(scene.snapshot(), filter).rows();
    }

    @Test
    void showsTheReportedStateNotTheLoggedOne() {
        Service web = scene.service("web", "");
        Task task = scene.task(web, 1, "h1", TaskState.RUNNING, Scene.status(TaskState.ASSIGNED, ""));
        scene.report(task, Scene.status(TaskState.RUNNING, ""));
        assertThat(rows(ALL)).singleElement().satisfies(row -> {
            assertThat(row.name()).isEqualTo("web.1");
            assertThat(row.state()).isEqualTo("running");
            assertThat(row.tone()).isEqualTo(Tone.GOOD);
            assertThat(row.nodeName()).isEqualTo("h1");
            assertThat(row.age()).isEqualTo("30 s");
            assertThat(row.image()).isEqualTo("demo:1");
            assertThat(row.why()).isEmpty();
        });
    }

    @Test
    void saysWhyATaskWaits() {
        scene.task(
                scene.service("web", ""),
                1,
                "",
                TaskState.RUNNING,
                Scene.status(TaskState.PENDING, "no suitable node (1 node is down)"));
        assertThat(rows(ALL)).singleElement().satisfies(row -> {
            assertThat(row.why()).isEqualTo("no suitable node (1 node is down)");
            assertThat(row.tone()).isEqualTo(Tone.WARN);
            assertThat(row.nodeName()).isEmpty();
        });
    }

    @Test
    void saysWhatBecomesOfTasksOnLostNodes() {
        scene.running(scene.service("web", ""), 1, "h2");
        assertThat(rows(ALL)).singleElement().satisfies(row -> {
            assertThat(row.why()).isEqualTo("its node is down; last seen running");
            assertThat(row.tone()).isEqualTo(Tone.WARN);
        });
    }

    @Test
    void keepsReplacedTasksForTheHistory() {
        Service web = scene.service("web", "");
        scene.task(web, 1, "h1", TaskState.SHUTDOWN, Scene.status(TaskState.FAILED, "task: non-zero exit (1)"));
        scene.running(web, 1, "h1");
        assertThat(rows(ALL)).extracting(TaskRow::state).containsExactly("running");
        assertThat(rows(new TaskFilter("", "", "", true)))
                .extracting(TaskRow::state, TaskRow::wanted)
                .containsExactly(tuple("running", true), tuple("failed", false));
    }

    @Test
    void showsTasksThatAreStillStopping() {
        scene.task(scene.service("web", ""), 1, "h1", TaskState.SHUTDOWN, Scene.status(TaskState.RUNNING, ""));
        assertThat(rows(ALL)).singleElement().satisfies(row -> {
            assertThat(row.isLeaving()).isTrue();
            assertThat(row.tone()).isEqualTo(Tone.IDLE);
        });
    }

    @Test
    void filtersByServiceNodeAndState() {
        Service web = scene.service("web", "");
        Service api = scene.service("api", "");
        scene.running(web, 1, "h1");
        scene.running(web, 2, "h2");
        scene.task(api, 1, "h1", TaskState.RUNNING, Scene.status(TaskState.STARTING, ""));
        assertThat(rows(new TaskFilter("web", "", "", false))).hasSize(2);
        assertThat(rows(new TaskFilter(api.id().value(), "", "", false))).hasSize(1);
        assertThat(rows(new TaskFilter("web", "h1", "", false))).hasSize(1);
        assertThat(rows(new TaskFilter("", "", "Starting", false))).hasSize(1);
        assertThat(rows(new TaskFilter("nosuch", "", "", false))).isEmpty();
    }

    @Test
    void ordersAsServicePsDoes() {
        Service web = scene.service("web", "");
        scene.running(web, 10, "h1");
        scene.running(web, 2, "h1");
        scene.running(scene.service("api", ""), 1, "h1");
        assertThat(rows(ALL)).extracting(TaskRow::name).containsExactly("api.1", "web.2", "web.10");
    }

    @Test
    void countsWhatItLeavesOut() {
        Service web = scene.service("web", "");
        for (int slot = 1; slot <= TasksFacade.SHOWN + 7; slot++) {
            scene.running(web, slot, "h1");
        }
        assertThat(TasksFacade.list(scene.snapshot(), ALL).rows()).hasSize(TasksFacade.SHOWN);
        assertThat(TasksFacade.list(scene.snapshot(), ALL).more()).isEqualTo(7);
    }
}
