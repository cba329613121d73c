package io.priok.agent;

import io.priok.domain.spec.PortConfig;
import java.util.List;

/**
 * What is known of a task's container.
 *
 * @param id empty as long as none is known
 * @param pid of its first process on the host, 0 when it does not run
 * @param stopSignal that the container asks for, empty for the engine's default
 * @param error why the engine could not start it, else empty
 * @param ports as the engine bound them
 */
public record Container(
        String id,
        Phase phase,
        int exitCode,
        long pid,
        Health health,
        String stopSignal,
        String error,
        List<PortConfig> ports) {
    public static final Container NONE = new Container("", Phase.NONE, 0, 0, Health.UNCHECKED, "", "", List.of());

    public Container {
        id = id == null ? "" : id;
        stopSignal = stopSignal == null ? "" : stopSignal;
        error = error == null ? "" : error;
        ports = ports == null ? List.of() : List.copyOf(ports);
    }

    /** EXITED and GONE are final: a container of a task is started once. */
    public enum Phase {
        /** Not created, as far as is known. */
        NONE,
        /** The engine must be asked. */
        UNKNOWN,
        CREATED,
        RUNNING,
        EXITED,
        /** Deleted. */
        GONE;

        boolean isFinal() {
            return this == EXITED || this == GONE;
        }
    }

    /** UNCHECKED: it has no health check. */
    public enum Health {
        UNCHECKED,
        STARTING,
        HEALTHY,
        UNHEALTHY
    }

    Container in(Phase newPhase) {
        return new Container(id, newPhase, exitCode, pid, health, stopSignal, error, ports);
    }

    Container named(String newId) {
        return new Container(newId, phase, exitCode, pid, health, stopSignal, error, ports);
    }

    Container exited(int code) {
        return new Container(id, Phase.EXITED, code, 0, health, stopSignal, error, ports);
    }

    Container feeling(Health newHealth) {
        return new Container(id, phase, exitCode, pid, newHealth, stopSignal, error, ports);
    }
}
