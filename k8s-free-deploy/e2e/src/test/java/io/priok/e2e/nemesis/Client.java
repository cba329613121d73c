package io.priok.e2e.nemesis;

import io.priok.e2e.Api;
import io.priok.e2e.Await;
import io.priok.e2e.nemesis.Operation.Kind;
import io.priok.e2e.nemesis.Operation.Outcome;
import io.priok.e2e.nemesis.Operation.Seen;
import jakarta.json.JsonException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One user at one manager, who creates, scales, deletes and looks, one request after the other. A manager that does not answer holds up
 * its own clients only.
 */
final class Client implements Runnable {
    private final int number;
    private final String manager;
    private final Api api;
    private final Door door;
    private final Names names;
    private final Random random;
    private final Consumer<Operation> history;
    private final AtomicBoolean stopped;
    private int written;

    Client(
            int number,
            String manager,
            Api api,
            Door door,
            Names names,
            Random random,
            Consumer<Operation> history,
            AtomicBoolean stopped) {
        this.number = number;
        this.manager = manager;
        this.api = api;
        this.door = door;
        this.names = names;
        this.random = random;
        this.history = history;
        this.stopped = stopped;
    }

    @Override
    public void run() {
        while (!stopped.get()) {
            step();
            Await.pause(Duration.ofMillis(60 + random.nextInt(240)));
        }
    }

    private void step() {
        int choice = random.nextInt(100);
        if ((choice < 20 && !names.many()) || names.few()) {
            create();
        } else if (choice < 60) {
            names.any(random).ifPresent(this::update);
        } else if (choice < 70 || names.many()) {
            names.any(random).ifPresent(this::delete);
        } else if (choice < 88) {
            names.any(random).ifPresent(this::inspect);
        } else {
            list();
        }
    }

    /** Mostly none: what is tried is the state, not how fast containers start. */
    private long replicas() {
        int choice = random.nextInt(100);
        return choice < 90 ? 0 : choice < 96 ? 1 : 2;
    }

    private String value() {
        return "c" + number + "-" + ++written;
    }

    private void create() {
        String value = value();
        Operation done = create("s-" + value, value, replicas());
        if (done.ok() || done.outcome() == Outcome.UNKNOWN) {
            names.add(done.service());
        }
    }

    Operation create(String name, String value, long replicas) {
        return ask(
                Kind.CREATE, name, 0, value, () -> api.post("/services/create", Services.spec(name, value, replicas)));
    }

    private void update(String name) {
        Seen present = inspect(name).seen().get(name);
        if (present == null) {
            return;
        }
        String value = value();
        long replicas = random.nextInt(10) == 0 ? replicas() : present.replicas();
        ask(
                Kind.UPDATE,
                name,
                present.version(),
                value,
                () -> api.post(
                        "/services/" + present.id() + "/update?version=" + present.version(),
                        Services.spec(name, value, replicas)));
    }

    private void delete(String name) {
        Operation done = ask(Kind.DELETE, name, 0, "", () -> api.delete("/services/" + name));
        // What nobody knows the fate of is tried again by and by.
        if (done.answered()) {
            names.remove(name);
        }
    }

    private Operation inspect(String name) {
        Operation done = ask(Kind.INSPECT, name, 0, "", () -> api.get("/services/" + name));
        if (done.ok() && done.seen().isEmpty()) {
            names.remove(name);
        }
        return done;
    }

    Operation list() {
        return ask(Kind.LIST, "", 0, "", () -> api.get("/services"));
    }

    private Operation ask(Kind kind, String service, long version, String value, Door.Request request) {
        long start = System.nanoTime();
        Door.Reply reply = door.ask(request);
        long end = System.nanoTime();
        Outcome outcome = reply.outcome();
        String words = reply.words();
        Map<String, Seen> seen = Map.of();
        if (kind == Kind.INSPECT && reply.is(404)) {
            // That it is not there is an answer.
            outcome = Outcome.OK;
        } else if (outcome == Outcome.OK && !kind.writes()) {
            try {
                seen = seen(kind, service, reply);
            } catch (JsonException torn) {
                outcome = Outcome.UNKNOWN;
                words = "unreadable answer: " + torn.getMessage();
            }
        }
        Operation done =
                new Operation(number, manager, start, end, kind, service, version, value, outcome, words, seen);
        history.accept(done);
        return done;
    }

    private static Map<String, Seen> seen(Kind kind, String service, Door.Reply reply) {
        if (reply.answer() == null) {
            throw new IllegalStateException("no answer");
        }
        return kind == Kind.LIST
                ? Services.all(reply.answer())
                : Map.of(service, Services.seen(reply.answer().object()));
    }
}
