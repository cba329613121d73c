package io.priok.image;

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
import io.priok.domain.spec.ServiceMode;
import io.priok.domain.spec.ServiceSpec;
import io.priok.domain.spec.TaskSpec;
import io.priok.state.Change;
import io.priok.state.Outcome;
import io.priok.state.Outcome.Reason;
import io.priok.state.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final NodeId NODE = new NodeId("n1");

    private Image image = Image.empty();
    private int ids;

    @Test
    void givesEachObjectTheIndexOfItsLastChange() {
        apply(Change.create(service("s1", "web")));
        apply(Change.create(service("s2", "db")));
        Service web = image.serviceNamed("web").orElseThrow();
        apply(Change.update(web.withJob(null)));

        assertThat(image.serviceNamed("web").orElseThrow().version()).isEqualTo(3);
        assertThat(image.serviceNamed("db").orElseThrow().version()).isEqualTo(2);
        assertThat(image.index()).isEqualTo(3);
    }

    @Test
    void refusesAStaleVersionAndChangesNothing() {
        apply(Change.create(service("s1", "web")));
        Service stale = image.serviceNamed("web").orElseThrow();
        apply(Change.update(stale.deleted()));

        Outcome outcome = apply(Change.create(service("s2", "db")), Change.update(stale));

        assertThat(outcome).isEqualTo(new Outcome.Refused(Reason.OUT_OF_SEQUENCE, "update out of sequence"));
        assertThat(image.serviceNamed("db")).isEmpty();
        assertThat(image.index()).isEqualTo(3);
    }

    @Test
    void refusesATakenNameEvenWhenTwoAuthorsRace() {
        apply(Change.create(service("s1", "web")));
        assertThat(apply(Change.create(service("s2", "web"))))
                .isEqualTo(new Outcome.Refused(Reason.ALREADY_EXISTS, "service web already exists"));
    }

    @Test
    void freesANameWithItsObject() {
        apply(Change.create(service("s1", "web")));
        apply(new Change.Remove(new ServiceId("s1"), 1));
        assertThat(apply(Change.create(service("s2", "web")))).isInstanceOf(Outcome.Applied.class);
    }

    @Test
    void freesANameWhenItsServiceIsToBeRemoved() {
        apply(Change.create(service("s1", "web")));
        apply(Change.update(image.serviceNamed("web").orElseThrow().deleted()));
        apply(Change.create(service("s2", "web")));
        apply(new Change.Remove(new ServiceId("s1"), Change.ANY));

        assertThat(image.serviceNamed("web").orElseThrow().id()).isEqualTo(new ServiceId("s2"));
    }

    /** A second removal by a user who was slow, and an update that asks for no version. */
    @Test
    void whatWasRemovedDoesNotComeBackWithAChangeOfIt() {
        apply(Change.create(service("s1", "web")));
        Service seen = image.serviceNamed("web").orElseThrow();
        apply(new Change.Remove(seen.id(), Change.ANY));

        assertThat(apply(new Change.Put(seen.deleted(), Change.ANY)))
                .isEqualTo(new Outcome.Refused(Reason.NOT_FOUND, "service s1 not found"));
        assertThat(image.objects()).isEmpty();
    }

    @Test
    void aServiceThatIsToBeRemovedIsNotUpdatedAnyMore() {
        apply(Change.create(service("s1", "web")));
        Service seen = image.serviceNamed("web").orElseThrow();
        apply(Change.update(seen.deleted()));

        assertThat(apply(new Change.Put(seen, Change.ANY)))
                .isEqualTo(new Outcome.Refused(Reason.NOT_FOUND, "service s1 not found"));
        assertThat(image.serviceNamed("web")).isEmpty();
    }

    @Test
    void appliesADoubledTransactionOnce() {
        Transaction create = transaction(0, Change.create(service("s1", "web")));
        image = image.apply(1, create).image();
        Application again = image.apply(2, create);

        assertThat(again.outcome()).isEqualTo(new Outcome.Duplicate(1));
        assertThat(again.transitions()).isEmpty();
        assertThat(again.image().index()).isEqualTo(2);
    }

    @Test
    void refusesALeadersBatchOfAnotherTerm() {
        apply(new Change.Elect(1, NODE));
        apply(new Change.Elect(2, new NodeId("n2")));

        Application old = image.apply(9, transaction(1, Change.create(service("s1", "web"))));
        assertThat(old.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.STALE_TERM));
        assertThat(image.apply(9, transaction(2, Change.create(service("s1", "web"))))
                        .outcome())
                .isInstanceOf(Outcome.Applied.class);
        assertThat(image.leader()).contains(new NodeId("n2"));
    }

    @Test
    void electsOnlyInTheNextTerm() {
        assertThat(apply(new Change.Elect(2, NODE))).isInstanceOf(Outcome.Refused.class);
        assertThat(apply(new Change.Elect(1, NODE))).isInstanceOf(Outcome.Applied.class);
        assertThat(apply(new Change.Elect(1, new NodeId("n2")))).isInstanceOf(Outcome.Refused.class);
        assertThat(image.leader()).contains(NODE);
    }

    @Test
    void indexesTasksByServiceAndNode() {
        Task task = task("t1", "s1");
        apply(Change.create(task));
        assertThat(image.tasksOf(new ServiceId("s1"))).hasSize(1);
        assertThat(image.tasksOn(NODE)).isEmpty();

        Task present = image.task(task.id()).orElseThrow();
        apply(Change.update(present.assigned(NODE, TaskStatus.of(TaskState.ASSIGNED, NOW, "assigned"))));
        assertThat(image.tasksOn(NODE)).extracting(Task::id).containsExactly(task.id());

        apply(new Change.Remove(task.id(), Change.ANY));
        assertThat(image.tasksOn(NODE)).isEmpty();
        assertThat(image.tasksOf(new ServiceId("s1"))).isEmpty();
    }

    @Test
    void restoresFromItsOwnParts() {
        apply(new Change.Elect(1, NODE));
        apply(Change.create(service("s1", "web")), Change.create(task("t1", "s1")));
        Image restored = Image.restore(
                image.index(), image.term(), image.leader().orElseThrow(), image.objects(), image.recentIds());

        assertThat(restored.objects()).containsExactlyInAnyOrderElementsOf(image.objects());
        assertThat(restored.recentIds()).isEqualTo(image.recentIds());
        assertThat(restored.tasksOf(new ServiceId("s1"))).hasSize(1);
        assertThat(restored.serviceNamed("web")).isPresent();
    }

    @Test
    void refusesToGoBack() {
        apply(Change.create(service("s1", "web")));
        assertThatThrownBy(() -> image.apply(1, transaction(0))).isInstanceOf(IllegalArgumentException.class);
    }

    private Outcome apply(Change... changes) {
        Application application = image.apply(image.index() + 1, transaction(0, changes));
        image = application.image();
        return application.outcome();
    }

    private Transaction transaction(long term, Change... changes) {
        return new Transaction("e" + ids++, term, "test", NOW, List.of(changes));
    }

    private static Service service(String id, String name) {
        ServiceSpec spec = new ServiceSpec(
                name,
                Map.of(),
                TaskSpec.EMPTY.withContainerSpec(ContainerSpec.of("bb:1")),
                new ServiceMode.Replicated(1),
                null,
                null,
                List.of(),
                null);
        return new Service(new ServiceId(id), Meta.created(NOW), spec, 0, null, 0, null, List.of(), false, null);
    }

    private static Task task(String id, String service) {
        return new Task(
                new TaskId(id),
                Meta.created(NOW),
                new ServiceId(service),
                "web",
                Map.of(),
                1,
                null,
                TaskSpec.EMPTY,
                0,
                TaskState.RUNNING,
                TaskStatus.of(TaskState.NEW, NOW, "created"),
                null,
                0,
                List.of());
    }
}
