package io.priok.console.tasks;

import io.priok.console.frame.Cluster;
import io.priok.console.frame.Words;
import io.priok.domain.Node;
import io.priok.domain.Service;
import io.priok.domain.TaskState;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The list of tasks, filtered as the address says. */
@Named("tasks")
@ViewScoped
public class TasksBean implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    private Cluster cluster;

    private String service = "";
    private String node = "";
    private String state = "";
    private boolean history;

    public TasksFacade.Listing getListing() {
        return TasksFacade.list(cluster.snapshot(), getFilter());
    }

    public TaskFilter getFilter() {
        return new TaskFilter(service, node, state, history);
    }

    public List<String> getServices() {
        return cluster.snapshot().image().services().stream()
                .map(Service::name)
                .sorted()
                .toList();
    }

    public List<String> getNodes() {
        return cluster.snapshot().image().nodes().stream()
                .map(Node::hostname)
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    public List<String> getStates() {
        return Stream.of(TaskState.values()).map(Words::word).toList();
    }

    /** {@code docker service ps} of the one service, or of all. */
    public String getCommand() {
        String what = service.isEmpty() ? "$(docker service ls -q)" : service;
        String filter = node.isEmpty() ? "" : " --filter node=" + node;
        String desired = history ? "" : " --filter desired-state=running";
        return "docker service ps" + filter + desired + " " + what;
    }

    public String getService() {
        return service;
    }

    public void setService(String service) {
        this.service = text(service);
    }

    public String getNode() {
        return node;
    }

    public void setNode(String node) {
        this.node = text(node);
    }

    public String getState() {
        return state;
    }

    public void setState(String state) {
        this.state = text(state);
    }

    public boolean isHistory() {
        return history;
    }

    public void setHistory(boolean history) {
        this.history = history;
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given.strip();
    }
}
