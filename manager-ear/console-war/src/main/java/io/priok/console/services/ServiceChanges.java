package io.priok.console.services;

import io.priok.console.frame.DockerCommand;
import io.priok.control.command.ServiceCommands;
import io.priok.domain.Refusal;
import io.priok.domain.Service;
import io.priok.domain.spec.ServiceMode;
import io.priok.domain.spec.ServiceSpec;
import io.priok.domain.spec.TaskSpec;
import io.priok.image.Image;
import io.priok.state.Transaction;

/** Changes of a service that is there: each with the command that does the same. */
final class ServiceChanges {
    private ServiceChanges() {}

    static DockerCommand scaleCommand(String name, String replicas) {
        return DockerCommand.of("service", "scale", name + "=" + replicas);
    }

    /** @throws Refusal also for what is no number, as the command line refuses it */
    static Transaction scale(Image image, Service service, String replicas, ServiceCommands commands) {
        Replicas.trouble(replicas).ifPresent(why -> {
            throw Refusal.plain(
                    Refusal.Kind.INVALID_ARGUMENT,
                    service.name() + ": invalid replicas value " + replicas + ": " + why);
        });
        ServiceMode mode = new ServiceMode.Replicated(Replicas.read(replicas));
        return update(image, service, service.spec().withMode(mode), commands);
    }

    static DockerCommand imageCommand(String name, String newImage) {
        return DockerCommand.of("service", "update", "--image", newImage, name);
    }

    static Transaction image(Image image, Service service, String newImage, ServiceCommands commands) {
        TaskSpec template = service.spec().taskTemplate();
        TaskSpec changed = template.withContainerSpec(template.container().withImage(newImage));
        return update(image, service, service.spec().withTaskTemplate(changed), commands);
    }

    static DockerCommand removeCommand(String name) {
        return DockerCommand.of("service", "rm", name);
    }

    private static Transaction update(Image image, Service service, ServiceSpec spec, ServiceCommands commands) {
        ServiceCommands.checkWire(spec);
        return commands.update(image, service, service.version(), spec, "", ServiceCommands.Source.REQUEST);
    }
}
