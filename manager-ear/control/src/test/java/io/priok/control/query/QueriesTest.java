package io.priok.control.query;

import static io.priok.control.Fixture.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.control.Fixture;
import io.priok.control.command.ServiceCommands;
import io.priok.control.event.ClusterEvent;
import io.priok.control.event.Events;
import io.priok.domain.Meta;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import io.priok.domain.spec.ServiceMode;
import io.priok.domain.spec.ServiceSpec;
import io.priok.state.Change;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueriesTest {
    private final Fixture fixture = new Fixture();

    @Test
    void findsByIdThenNameThenBeginningOfAnId() {
        fixture.node("abc1", "h1", true, NodeState.READY);
        fixture.node("abc2", "abc1", false, NodeState.READY);
        fixture.node("xyz3", "h3", false, NodeState.READY);

        assertThat(Lookup.node(fixture.image(), "abc1").id().value()).isEqualTo("abc1");
        assertThat(Lookup.node(fixture.image(), "h3").id().value()).isEqualTo("xyz3");
        assertThat(Lookup.node(fixture.image(), "xy").id().value()).isEqualTo("xyz3");
        assertThatThrownBy(() -> Lookup.node(fixture.image(), "abc"))
                .hasMessage("node abc is ambiguous (2 matches found)");
        assertThatThrownBy(() -> Lookup.node(fixture.image(), "nosuch")).hasMessage("node nosuch not found");
    }

    @Test
    void filtersServicesByBeginningOfNameAndByMode() {
        fixture.create("web");
        fixture.create("webshop");
        fixture.create("db");

        assertThat(names(Map.of("name", Set.of("web")))).containsExactlyInAnyOrder("web", "webshop");
        assertThat(names(Map.of("mode", Set.of("global")))).isEmpty();
        assertThat(names(Map.of("name", Set.of("db", "webs")))).containsExactlyInAnyOrder("db", "webshop");
        assertThatThrownBy(() -> names(Map.of("bogus", Set.of("x")))).hasMessage("Invalid filter 'bogus'");
    }

    @Test
    void wantsEveryLabel() {
        Filters filters = new Filters(Map.of("label", Set.of("a", "b=1")));

        assertThat(filters.labels("label", Map.of("a", "x", "b", "1"))).isTrue();
        assertThat(filters.labels("label", Map.of("a", "x", "b", "2"))).isFalse();
        assertThat(filters.labels("label", Map.of("b", "1"))).isFalse();
    }

    @Test
    void filtersNodesByRoleAndEngineLabel() {
        fixture.node("n1", "h1", true, NodeState.READY);
        fixture.node("n2", "h2", false, NodeState.READY);

        assertThat(NodeQueries.list(fixture.image(), new Filters(Map.of("role", Set.of("worker")))))
                .hasSize(1);
        assertThat(NodeQueries.list(fixture.image(), new Filters(Map.of("label", Set.of("lab=h1")))))
                .hasSize(1);
        assertThatThrownBy(() -> NodeQueries.list(fixture.image(), new Filters(Map.of("role", Set.of("boss")))))
                .hasMessage("Invalid role filter: 'boss'");
    }

    @Test
    void countsTasksOfAnOlderSpecAsUpToDateWhileItAsksTheSameOfThem() {
        Service web = fixture.create("web");
        fixture.put(Change.create(task(web)));
        Service scaled = update(web, spec("web", "").withMode(new ServiceMode.Replicated(3)));
        assertThat(scaled.specVersion()).isNotEqualTo(web.specVersion());
        assertThat(upToDate()).hasSize(1);

        update(scaled, spec("web", ",\"ForceUpdate\":1"));
        assertThat(upToDate()).isEmpty();
    }

    @Test
    void refusesUnknownStatesAndReadsThemInAnyCase() {
        fixture.put(Change.create(task(fixture.create("web"))));

        assertThat(tasks("desired-state", "Running")).hasSize(1);
        assertThat(tasks("desired-state", "shutdown")).isEmpty();
        assertThatThrownBy(() -> tasks("desired-state", "bogus")).hasMessage("Invalid desired-state filter: 'bogus'");
    }

    private Service update(Service service, ServiceSpec spec) {
        fixture.apply(fixture.services.update(
                fixture.image(), service, service.version(), spec, "", ServiceCommands.Source.REQUEST));
        return fixture.service(service.id().value());
    }

    private List<Task> upToDate() {
        return tasks("_up-to-date", "true");
    }

    private List<Task> tasks(String filter, String value) {
        return TaskQueries.list(fixture.image(), new Filters(Map.of(filter, Set.of(value))), new NodeId("n1"));
    }

    private static Task task(Service service) {
        return new Task(
                new TaskId("t1"),
                Meta.created(Fixture.NOW),
                service.id(),
                service.name(),
                Map.of(),
                1,
                null,
                service.spec().taskTemplate(),
                service.specVersion(),
                TaskState.RUNNING,
                TaskStatus.of(TaskState.NEW, Fixture.NOW, "created"),
                null,
                0,
                List.of());
    }

    @Test
    void tellsCreationAndRemovalOnce() {
        Service web = fixture.create("web");
        List<ClusterEvent> created = Events.of(fixture.last().transitions(), Fixture.NOW);
        fixture.apply(fixture.services.remove(web));
        List<ClusterEvent> removed = Events.of(fixture.last().transitions(), Fixture.NOW);
        fixture.put(new io.priok.state.Change.Remove(web.id(), io.priok.state.Change.ANY));
        List<ClusterEvent> gone = Events.of(fixture.last().transitions(), Fixture.NOW);

        assertThat(created).extracting(ClusterEvent::action).containsExactly("create");
        assertThat(created.get(0).attributes()).containsExactly(Map.entry("name", "web"));
        assertThat(removed).extracting(ClusterEvent::action).containsExactly("remove");
        assertThat(gone).isEmpty();
    }

    private List<String> names(Map<String, Set<String>> filters) {
        return ServiceQueries.list(fixture.image(), new Filters(filters)).stream()
                .map(Service::name)
                .toList();
    }
}
