package io.priok.console.services;

import io.priok.console.frame.Deeds;
import io.priok.console.frame.DockerCommand;
import io.priok.console.frame.Notice;
import io.priok.console.services.ServiceForm.Field;
import io.priok.control.command.Created;
import io.priok.control.command.ServiceCommands;
import io.priok.control.desk.ClusterDesk;
import io.priok.control.spec.ConstraintGrammar;
import io.priok.domain.Refusal;
import io.priok.state.Transaction;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The form for a new service. */
@Named("newService")
@ViewScoped
public class NewServiceBean implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    private Deeds deeds;

    @Inject
    private Notice notice;

    private String name = "";
    private String image = "";
    private String mode = "replicated";
    private String replicas = "1";
    private String ports = "";
    private String env = "";
    private String command = "";
    private String constraints = "";
    /** By the field's name in lower case; {@code all} for what belongs to none. */
    private final Map<String, String> troubles = new TreeMap<>();

    private String created = "";

    public String create() {
        troubles.clear();
        ServiceForm form = form();
        try {
            deeds.commit(desk -> decide(form, desk));
        } catch (Refusal refusal) {
            if (troubles.isEmpty()) {
                troubles.put("all", refusal.text());
            }
            return "";
        }
        notice.done("Created " + (name.isBlank() ? "the service" : name.strip()) + ".", getDockerCommand());
        notice.keep();
        return "/service.xhtml?faces-redirect=true&id=" + created;
    }

    private Transaction decide(ServiceForm form, ClusterDesk desk) {
        ServiceCommands commands = new ServiceCommands(desk.author(), new ConstraintGrammar());
        NewService.troubles(form, desk.image(), commands).forEach(this::note);
        if (!troubles.isEmpty()) {
            throw Refusal.plain(Refusal.Kind.INVALID_ARGUMENT, "see the fields");
        }
        Created decided = NewService.of(form).create(desk.image(), commands);
        created = decided.id();
        return decided.transaction();
    }

    private void note(Field field, String text) {
        troubles.put(field.name().toLowerCase(Locale.ROOT), text);
    }

    private ServiceForm form() {
        return new ServiceForm(name, image, mode, replicas, ports, env, command, constraints);
    }

    public DockerCommand getDockerCommand() {
        return NewService.of(form()).command();
    }

    public Map<String, String> getTroubles() {
        return troubles;
    }

    public boolean isGlobal() {
        return form().isGlobal();
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getImage() {
        return image;
    }

    public void setImage(String image) {
        this.image = image;
    }

    public String getMode() {
        return mode;
    }

    public void setMode(String mode) {
        this.mode = mode;
    }

    public String getReplicas() {
        return replicas;
    }

    public void setReplicas(String replicas) {
        this.replicas = replicas;
    }

    public String getPorts() {
        return ports;
    }

    public void setPorts(String ports) {
        this.ports = ports;
    }

    public String getEnv() {
        return env;
    }

    public void setEnv(String env) {
        this.env = env;
    }

    public String getCommand() {
        return command;
    }

    public void setCommand(String command) {
        this.command = command;
    }

    public String getConstraints() {
        return constraints;
    }

    public void setConstraints(String constraints) {
        this.constraints = constraints;
    }
}
