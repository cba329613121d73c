package io.priok.console.nodes;

import io.priok.console.frame.Cluster;
import io.priok.console.frame.Deeds;
import io.priok.console.frame.DockerCommand;
import io.priok.console.frame.Notice;
import io.priok.console.tasks.TaskFilter;
import io.priok.console.tasks.TasksFacade;
import io.priok.control.command.NodeCommands;
import io.priok.control.query.Lookup;
import io.priok.domain.Refusal;
import io.priok.domain.spec.NodeSpec.Availability;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One node, and its availability. */
@Named("node")
@ViewScoped
public class NodeBean implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    private Cluster cluster;

    @Inject
    private Deeds deeds;

    @Inject
    private Notice notice;

    private String id = "";
    private boolean history;
    private String trouble = "";

    public @Nullable NodeDetail getDetail() {
        return NodesFacade.find(cluster.snapshot(), id)
                .map(node -> NodesFacade.detail(cluster.snapshot(), node))
                .orElse(null);
    }

    public TasksFacade.Listing getTasks() {
        return TasksFacade.list(cluster.snapshot(), TaskFilter.ofNode(id(), history));
    }

    /** @param word active, pause or drain */
    public void setAvailability(String word) {
        Availability wanted = availability(word);
        DockerCommand command = command(word);
        try {
            deeds.commit(desk -> NodesFacade.availability(
                    desk.image(), Lookup.node(desk.image(), id()), wanted, new NodeCommands(desk.author())));
            trouble = "";
            notice.done(done(wanted), command);
        } catch (Refusal refusal) {
            trouble = refusal.text();
        }
    }

    /** What the button would do, typed. */
    public DockerCommand command(String word) {
        NodeDetail detail = getDetail();
        return NodesFacade.command(detail == null ? id : detail.term(), availability(word));
    }

    private String done(Availability now) {
        NodeDetail detail = getDetail();
        String name = detail == null ? id : detail.row().hostname();
        return switch (now) {
            case ACTIVE -> name + " takes tasks again.";
            case PAUSE -> name + " keeps its tasks and takes no new ones.";
            case DRAIN -> name + " is drained: its tasks move to other nodes.";
        };
    }

    private static Availability availability(String word) {
        return Availability.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private String id() {
        return NodesFacade.find(cluster.snapshot(), id)
                .map(node -> node.id().value())
                .orElse(id);
    }

    public void reset() {
        trouble = "";
    }

    public String getId() {
        return id;
    }

    public void setId(@Nullable String id) {
        this.id = id == null ? "" : id;
    }

    public boolean isHistory() {
        return history;
    }

    public void setHistory(boolean history) {
        this.history = history;
    }

    public String getTrouble() {
        return trouble;
    }
}
