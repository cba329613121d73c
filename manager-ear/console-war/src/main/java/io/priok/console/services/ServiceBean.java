package io.priok.console.services;

import io.priok.console.frame.Cluster;
import io.priok.console.frame.Deeds;
import io.priok.console.frame.DockerCommand;
import io.priok.console.frame.Notice;
import io.priok.console.tasks.TaskFilter;
import io.priok.console.tasks.TasksFacade;
import io.priok.control.command.ServiceCommands;
import io.priok.control.desk.ClusterDesk;
import io.priok.control.query.Lookup;
import io.priok.control.spec.ConstraintGrammar;
import io.priok.domain.Refusal;
import io.priok.domain.Service;
import io.priok.state.Transaction;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One service, and what can be done to it. */
@Named("service")
@ViewScoped
public class ServiceBean implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    private Cluster cluster;

    @Inject
    private Deeds deeds;

    @Inject
    private Notice notice;

    private String id = "";
    private boolean history;
    private @Nullable String replicas;
    private @Nullable String image;
    /** What the open form's deed was refused with. */
    private String trouble = "";

    public @Nullable ServiceDetail getDetail() {
        return ServicesFacade.find(cluster.snapshot(), id)
                .map(service -> ServicesFacade.detail(cluster.snapshot(), service))
                .orElse(null);
    }

    public TasksFacade.Listing getTasks() {
        return TasksFacade.list(cluster.snapshot(), TaskFilter.ofService(id(), history));
    }

    public String scale() {
        String wanted = getReplicas().strip();
        return act(
                "Asked for " + wanted + " replicas of " + name() + ".",
                getScaleCommand(),
                desk -> ServiceChanges.scale(desk.image(), service(desk), wanted, commands(desk)));
    }

    public String update() {
        String wanted = getImage().strip();
        return act(
                "Updating " + name() + " to " + wanted + ".",
                getImageCommand(),
                desk -> ServiceChanges.image(desk.image(), service(desk), wanted, commands(desk)));
    }

    public String remove() {
        String name = name();
        act("Removed " + name + ".", getRemoveCommand(), desk -> commands(desk).remove(service(desk)));
        if (!trouble.isEmpty()) {
            return "";
        }
        notice.keep();
        return "/services.xhtml?faces-redirect=true";
    }

    private String act(String done, DockerCommand command, Function<ClusterDesk, Transaction> decision) {
        try {
            deeds.commit(decision);
            trouble = "";
            replicas = null;
            image = null;
            notice.done(done, command);
        } catch (Refusal refusal) {
            trouble = refusal.text();
        }
        return "";
    }

    /** As things stand now, not as they were when the page was made. */
    private Service service(ClusterDesk desk) {
        return Lookup.service(desk.image(), id());
    }

    private static ServiceCommands commands(ClusterDesk desk) {
        return new ServiceCommands(desk.author(), new ConstraintGrammar());
    }

    public DockerCommand getScaleCommand() {
        return ServiceChanges.scaleCommand(name(), getReplicas().strip());
    }

    public DockerCommand getImageCommand() {
        return ServiceChanges.imageCommand(name(), getImage().strip());
    }

    public DockerCommand getRemoveCommand() {
        return ServiceChanges.removeCommand(name());
    }

    /** The address may name the service; what is done to it is done by id. */
    private String id() {
        return ServicesFacade.find(cluster.snapshot(), id)
                .map(service -> service.id().value())
                .orElse(id);
    }

    private String name() {
        return ServicesFacade.find(cluster.snapshot(), id).map(Service::name).orElse(id);
    }

    /** Forgets what was typed into a form that was closed. */
    public void reset() {
        replicas = null;
        image = null;
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

    public String getReplicas() {
        ServiceDetail detail = replicas == null ? getDetail() : null;
        return replicas != null ? replicas : detail == null ? "" : Long.toString(Math.max(0, detail.replicas()));
    }

    public void setReplicas(@Nullable String replicas) {
        this.replicas = replicas;
    }

    public String getImage() {
        ServiceDetail detail = image == null ? getDetail() : null;
        return image != null ? image : detail == null ? "" : detail.row().image();
    }

    public void setImage(@Nullable String image) {
        this.image = image;
    }

    public String getTrouble() {
        return trouble;
    }
}
