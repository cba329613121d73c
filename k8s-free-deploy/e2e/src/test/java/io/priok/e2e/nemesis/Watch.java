package io.priok.e2e.nemesis;

import io.priok.e2e.Api;
import io.priok.e2e.Await;
import io.priok.e2e.nemesis.Sightings.Look;
import io.priok.e2e.nemesis.Sightings.Running;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Asks the hosts' engines, past Priok, what runs. An engine that does not answer is not looked at. */
final class Watch implements Runnable {
    private static final Duration PERIOD = Duration.ofMillis(700);
    private static final String TASK = "com.docker.swarm.task.id";
    private static final String TASK_NAME = "com.docker.swarm.task.name";
    private static final String SERVICE = "com.docker.swarm.service.name";

    private final Hosts hosts;
    private final Door door;
    private final Sightings sightings;
    private final AtomicBoolean stopped;

    Watch(Hosts hosts, Door door, Sightings sightings, AtomicBoolean stopped) {
        this.hosts = hosts;
        this.door = door;
        this.sightings = sightings;
        this.stopped = stopped;
    }

    @Override
    public void run() {
        while (!stopped.get()) {
            for (String host : hosts.names()) {
                look(host).ifPresent(sightings::add);
            }
            Await.pause(PERIOD);
        }
    }

    Optional<Look> look(String host) {
        String path = "/containers/json" + Api.filters("label", TASK);
        HostEngine engine = hosts.engine(host);
        Door.Reply reply = door.ask(() -> engine.api().get(path));
        if (reply.answer() == null || !reply.is(200) || !engine.isStillThere()) {
            return Optional.empty();
        }
        try {
            List<Running> running = new ArrayList<>();
            for (JsonObject container : reply.answer().array().getValuesAs(JsonObject.class)) {
                // A container may be listed that is on its way in or out.
                if (container.getString("State").equals("running")) {
                    running.add(running(container.getJsonObject("Labels")));
                }
            }
            return Optional.of(new Look(System.nanoTime(), host, running));
        } catch (JsonException torn) {
            return Optional.empty();
        }
    }

    private static Running running(JsonObject labels) {
        String name = labels.getString(TASK_NAME);
        // web.1.<task id>
        return new Running(labels.getString(TASK), labels.getString(SERVICE), name.substring(0, name.lastIndexOf('.')));
    }
}
