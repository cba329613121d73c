package io.priok.console.services;

import io.priok.console.frame.DockerCommand;
import io.priok.console.services.ServiceForm.Field;
import io.priok.control.command.Created;
import io.priok.control.command.ServiceCommands;
import io.priok.domain.Refusal;
import io.priok.domain.spec.ContainerSpec;
import io.priok.domain.spec.EndpointSpec;
import io.priok.domain.spec.Placement;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.ServiceMode;
import io.priok.domain.spec.ServiceSpec;
import io.priok.domain.spec.TaskSpec;
import io.priok.image.Image;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A form read as the command line reads its arguments, and tried as the managers would. What can be read field by field is refused at its
 * field. What the managers refuse comes as one text; the field it belongs to is the one whose replacement by something harmless
 * makes that very refusal go away: so there is no second book of rules here, and no guessing from words.
 */
public final class NewService {
    private static final ServiceForm HARMLESS = new ServiceForm("", "a", "replicated", "1", "", "", "", "");

    private final ServiceForm form;
    private final Map<Field, String> troubles = new EnumMap<>(Field.class);
    private final List<PortConfig> ports = new ArrayList<>();
    private List<String> args = List.of();

    private NewService(ServiceForm form) {
        this.form = form;
        readReplicas();
        readPorts();
        readEnv();
        readCommand();
    }

    public static NewService of(ServiceForm form) {
        return new NewService(form);
    }

    /** By field, in the words of the command line; empty when the managers accept it as things stand. */
    public static Map<Field, String> troubles(ServiceForm form, Image image, ServiceCommands commands) {
        NewService read = new NewService(form);
        if (!read.troubles.isEmpty()) {
            return Map.copyOf(read.troubles);
        }
        String refusal = refusal(form, image, commands);
        return refusal == null ? Map.of() : Map.of(blame(form, refusal, image, commands), refusal);
    }

    /** @throws Refusal as the managers refuse; only for a form without {@link #troubles} of its own */
    public Created create(Image image, ServiceCommands commands) {
        return commands.create(image, spec());
    }

    private static @Nullable String refusal(ServiceForm form, Image image, ServiceCommands commands) {
        try {
            commands.create(image, new NewService(form).spec());
            return null;
        } catch (Refusal refusal) {
            return refusal.text();
        }
    }

    /** With several faults the one that the managers name first. */
    private static Field blame(ServiceForm form, String refusal, Image image, ServiceCommands commands) {
        return Stream.of(Field.values())
                .filter(field -> !refusal.equals(refusal(without(form, field), image, commands)))
                .findFirst()
                .orElse(Field.IMAGE);
    }

    private static ServiceForm without(ServiceForm f, Field field) {
        return switch (field) {
            case IMAGE ->
                new ServiceForm(
                        f.name(),
                        HARMLESS.image(),
                        f.mode(),
                        f.replicas(),
                        f.ports(),
                        f.env(),
                        f.command(),
                        f.constraints());
            case NAME ->
                new ServiceForm(
                        "", f.image(), f.mode(), f.replicas(), f.ports(), f.env(), f.command(), f.constraints());
            case MODE ->
                new ServiceForm(
                        f.name(),
                        f.image(),
                        HARMLESS.mode(),
                        f.replicas(),
                        f.ports(),
                        f.env(),
                        f.command(),
                        f.constraints());
            case REPLICAS ->
                new ServiceForm(
                        f.name(),
                        f.image(),
                        f.mode(),
                        HARMLESS.replicas(),
                        f.ports(),
                        f.env(),
                        f.command(),
                        f.constraints());
            case PORTS ->
                new ServiceForm(f.name(), f.image(), f.mode(), f.replicas(), "", f.env(), f.command(), f.constraints());
            case ENV ->
                new ServiceForm(
                        f.name(), f.image(), f.mode(), f.replicas(), f.ports(), "", f.command(), f.constraints());
            case COMMAND ->
                new ServiceForm(f.name(), f.image(), f.mode(), f.replicas(), f.ports(), f.env(), "", f.constraints());
            case CONSTRAINTS ->
                new ServiceForm(f.name(), f.image(), f.mode(), f.replicas(), f.ports(), f.env(), f.command(), "");
        };
    }

    /** The same by hand; also of a form that is not complete yet. */
    public DockerCommand command() {
        DockerCommand command = DockerCommand.of("service", "create");
        if (!name().isEmpty()) {
            command = command.with("--name", name());
        }
        if (form.isGlobal()) {
            command = command.with("--mode", ServiceForm.GLOBAL);
        } else if (!replicas().equals("1")) {
            command = command.with("--replicas", replicas());
        }
        for (String port : words(form.ports())) {
            command = command.with("--publish", port);
        }
        for (String variable : lines(form.env())) {
            command = command.with("--env", variable);
        }
        for (String constraint : lines(form.constraints())) {
            command = command.with("--constraint", constraint);
        }
        return command.with(image().isEmpty() ? "IMAGE" : image()).with(args.toArray(String[]::new));
    }

    @SuppressWarnings("NullAway") // javac 17 leaves type annotations out of compact constructors
    private ServiceSpec spec() {
        ServiceMode mode =
                form.isGlobal() ? new ServiceMode.Global() : new ServiceMode.Replicated(Replicas.read(replicas()));
        List<String> constraints = lines(form.constraints());
        TaskSpec template = new TaskSpec(
                container(),
                null,
                null,
                constraints.isEmpty() ? null : new Placement(constraints, List.of(), 0, List.of()),
                List.of(),
                null,
                0,
                "");
        EndpointSpec endpoint = ports.isEmpty() ? null : new EndpointSpec("vip", ports);
        return new ServiceSpec(name(), Map.of(), template, mode, null, null, List.of(), endpoint);
    }

    @SuppressWarnings("NullAway") // javac 17 leaves type annotations out of compact constructors
    private ContainerSpec container() {
        ContainerSpec e = ContainerSpec.of(image(), args.toArray(String[]::new));
        return new ContainerSpec(
                e.image(),
                e.labels(),
                e.command(),
                e.args(),
                e.hostname(),
                lines(form.env()),
                e.dir(),
                e.user(),
                e.groups(),
                e.privileges(),
                e.init(),
                e.stopSignal(),
                e.tty(),
                e.openStdin(),
                e.readOnly(),
                e.mounts(),
                e.stopGracePeriod(),
                e.healthcheck(),
                e.hosts(),
                e.dnsConfig(),
                e.secrets(),
                e.configs(),
                e.isolation(),
                e.sysctls(),
                e.capabilityAdd(),
                e.capabilityDrop(),
                e.ulimits(),
                e.oomScoreAdj());
    }

    private void readReplicas() {
        if (!form.isGlobal()) {
            Replicas.trouble(replicas())
                    .ifPresent(why -> troubles.put(
                            Field.REPLICAS, "invalid argument \"" + replicas() + "\" for \"--replicas\" flag: " + why));
        }
    }

    private void readPorts() {
        try {
            words(form.ports()).stream().map(PortArgument::parse).forEach(ports::add);
        } catch (IllegalArgumentException e) {
            troubles.put(Field.PORTS, String.valueOf(e.getMessage()));
        }
    }

    private void readEnv() {
        lines(form.env()).stream()
                .filter(variable -> variable.startsWith("="))
                .findFirst()
                .ifPresent(variable -> troubles.put(
                        Field.ENV,
                        "invalid argument \"" + variable + "\" for \"-e, --env\" flag: invalid environment variable: "
                                + variable));
    }

    private void readCommand() {
        try {
            args = ShellWords.split(form.command());
        } catch (IllegalArgumentException e) {
            troubles.put(Field.COMMAND, String.valueOf(e.getMessage()));
        }
    }

    private String name() {
        return form.name().strip();
    }

    private String image() {
        return form.image().strip();
    }

    private String replicas() {
        return form.replicas().strip();
    }

    private static List<String> words(String text) {
        return Stream.of(text.split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
