package io.priok.core.hold;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.core.World;
import io.priok.domain.Cluster;
import io.priok.domain.Node;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.image.Image;
import io.priok.message.FullReport;
import io.priok.message.StatusReport.TaskObservation;
import io.priok.state.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HoldTest {
    private final World world = World.withNodes(2);
    private final Hold hold = new Hold();
    private List<Task> tasks = List.of();

    @BeforeEach
    void haveTwoTasks() {
        world.create(World.replicated("web", 2));
        world.settle();
        tasks = List.copyOf(world.image.tasks());
        assertThat(tasks).hasSize(2);
        world.put(world.image.cluster().orElseThrow().withHeld(true));
    }

    private FullReport report(String node, TaskObservation... observed) {
        Node of = World.node(node);
        return new FullReport(of.id(), of.agent(), "session", 0, of.description(), List.of(observed));
    }

    private TaskObservation known(String node, TaskState state) {
        Task task = tasks.stream()
                .filter(one -> one.nodeId() != null && one.nodeId().value().equals(node))
                .findFirst()
                .orElseThrow();
        return new TaskObservation(task.id(), task.name(), 1, TaskStatus.of(state, world.now, ""));
    }

    private TaskObservation newer(String name, TaskState state) {
        return new TaskObservation(new TaskId("t-" + name), name, 1, TaskStatus.of(state, world.now, ""));
    }

    @Test
    void isNeedlessWhenAllNodesHaveReportedAndNothingIsNewer() {
        assertThat(Hold.isOn(world.image)).isTrue();
        assertThat(hold.isNeedless(world.image)).isFalse();
        assertThat(hold.reported(world.image, report("n1", known("n1", TaskState.RUNNING))))
                .isEmpty();
        assertThat(hold.silent(world.image)).extracting(Node::hostname).containsExactly("n2-host");
        assertThat(hold.isNeedless(world.image)).isFalse();
        assertThat(hold.reported(world.image, report("n2"))).isEmpty();
        assertThat(hold.isNeedless(world.image)).isTrue();
    }

    @Test
    void namesWhatIsNewerOnce() {
        hold.reported(world.image, report("n1"));
        FullReport second = report("n2", known("n2", TaskState.RUNNING), newer("shop.1", TaskState.RUNNING));
        assertThat(hold.reported(world.image, second))
                .extracting(Hold.Newer::name)
                .containsExactly("shop.1");
        assertThat(hold.reported(world.image, second)).as("nothing new").isEmpty();
        assertThat(hold.newer()).extracting(Hold.Newer::hostname).containsExactly("n2-host");
        assertThat(hold.isNeedless(world.image)).isFalse();
    }

    @Test
    void aNodeThatJoinedSinceHasOnlyWhatIsNewer() {
        hold.reported(world.image, report("n1"));
        hold.reported(world.image, report("n2"));
        hold.reported(world.image, report("n9", newer("shop.1", TaskState.STARTING)));
        assertThat(hold.isNeedless(world.image)).isFalse();
    }

    @Test
    void whatHasEndedCannotBeLost() {
        List<TaskObservation> ended = new ArrayList<>();
        for (TaskState state : TaskState.values()) {
            if (state.isTerminal()) {
                ended.add(newer("old." + state, state));
            }
        }
        assertThat(hold.reported(world.image, report("n1", ended.toArray(TaskObservation[]::new))))
                .isEmpty();
    }

    @Test
    void whatHasEndedSinceIsNoNewsAnyMore() {
        hold.reported(world.image, report("n1", newer("shop.1", TaskState.RUNNING)));
        hold.reported(world.image, report("n1"));
        hold.reported(world.image, report("n2"));
        assertThat(hold.isNeedless(world.image)).isTrue();
    }

    @Test
    void endsOnce() {
        Image image = world.image;
        var end = Hold.end(image).orElseThrow();
        Image after = image.apply(image.index() + 1, new Transaction("end", 0, "operator", world.now, List.of(end)))
                .image();
        assertThat(Hold.isOn(after)).isFalse();
        assertThat(after.cluster().map(Cluster::joinTokens))
                .isEqualTo(image.cluster().map(Cluster::joinTokens));
        assertThat(Hold.end(after)).isEmpty();
    }
}
