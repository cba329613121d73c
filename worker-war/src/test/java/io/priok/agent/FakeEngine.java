package io.priok.agent;

import io.priok.agent.Container.Health;
import io.priok.agent.Container.Phase;
import io.priok.agent.EngineFailure.Kind;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.domain.spec.Platform;
import io.priok.domain.spec.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An engine in memory that can be away, fail before or after it did what it was asked, and lose events. */
final class FakeEngine implements Engine {
    /** How the next call fares. */
    enum Mood {
        FINE,
        /** Unavailable, and nothing was done. */
        AWAY,
        /** Done, but the answer is lost. */
        ANSWER_LOST
    }

    static final class Box {
        final String id;
        final ContainerRequest request;
        Phase phase = Phase.CREATED;
        Health health = Health.UNCHECKED;
        int exitCode;
        int starts;
        boolean heeds = true;
        final List<String> signals = new ArrayList<>();

        Box(String id, ContainerRequest request) {
            this.id = id;
            this.request = request;
        }

        TaskId task() {
            Map<?, ?> labels = (Map<?, ?>) request.body().get("Labels");
            return new TaskId((String) labels.get("com.docker.swarm.task.id"));
        }
    }

    final Map<String, Box> boxes = new LinkedHashMap<>();
    final Set<String> images = new HashSet<>(Set.of("bb:1"));
    final Map<String, Integer> calls = new HashMap<>();
    /** All containers ever made, for what must hold of each. */
    final List<Box> ever = new ArrayList<>();

    boolean up = true;
    boolean deaf;
    boolean healthChecked;
    boolean stubborn;
    /** What happens besides when a container is started. */
    Runnable onStart = () -> {};

    @Nullable
    String startError;
    /** What the registry has. */
    final Set<String> registry = new HashSet<>();

    private final List<Mood> moods = new ArrayList<>();
    private final List<Runnable> pulls = new ArrayList<>();
    private @Nullable Listener listener;
    private int made;

    void next(Mood mood) {
        moods.add(mood);
    }

    /** True when the answer will be lost. */
    private boolean begin(String call) throws EngineFailure {
        calls.merge(call, 1, Integer::sum);
        Mood mood = moods.isEmpty() ? Mood.FINE : moods.remove(0);
        if (!up || mood == Mood.AWAY) {
            throw new EngineFailure(Kind.UNAVAILABLE, "connection refused");
        }
        return mood == Mood.ANSWER_LOST;
    }

    private static void end(boolean lost) throws EngineFailure {
        if (lost) {
            throw new EngineFailure(Kind.UNAVAILABLE, "connection reset");
        }
    }

    private Box find(String nameOrId) throws EngineFailure {
        return boxes.values().stream()
                .filter(box -> box.id.equals(nameOrId) || box.request.name().equals(nameOrId))
                .findFirst()
                .orElseThrow(() -> new EngineFailure(Kind.NOT_FOUND, "No such container: " + nameOrId));
    }

    Box of(String task) {
        return boxes.values().stream()
                .filter(box -> box.task().value().equals(task))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no container of " + task));
    }

    boolean has(String task) {
        return boxes.values().stream().anyMatch(box -> box.task().value().equals(task));
    }

    boolean runs(String task) {
        return boxes.values().stream().anyMatch(box -> box.task().value().equals(task) && box.phase == Phase.RUNNING);
    }

    @Override
    public String create(ContainerRequest request) throws EngineFailure {
        boolean lost = begin("create");
        if (!images.contains(request.image())) {
            throw new EngineFailure(Kind.NO_IMAGE, "No such image: " + request.image());
        }
        if (boxes.values().stream().anyMatch(box -> box.request.name().equals(request.name()))) {
            throw new EngineFailure(Kind.CONFLICT, "Conflict. The container name is already in use");
        }
        Box box = new Box("c" + ++made, request);
        box.heeds = !stubborn;
        boxes.put(box.id, box);
        ever.add(box);
        end(lost);
        return box.id;
    }

    @Override
    public void pull(String image, Consumer<@Nullable EngineFailure> done) {
        calls.merge("pull", 1, Integer::sum);
        pulls.add(() -> {
            if (registry.contains(image)) {
                images.add(image);
                done.accept(null);
            } else {
                done.accept(new EngineFailure(Kind.REFUSED, "manifest unknown"));
            }
        });
    }

    void finishPulls() {
        List<Runnable> due = List.copyOf(pulls);
        pulls.clear();
        due.forEach(Runnable::run);
    }

    @Override
    public void start(String container) throws EngineFailure {
        boolean lost = begin("start");
        Box box = find(container);
        if (startError != null) {
            throw new EngineFailure(Kind.REFUSED, startError);
        }
        if (box.phase != Phase.RUNNING) {
            box.phase = Phase.RUNNING;
            box.starts++;
            onStart.run();
            box.health = healthChecked ? Health.STARTING : Health.UNCHECKED;
        }
        end(lost);
    }

    @Override
    public Container inspect(String container) throws EngineFailure {
        boolean lost = begin("inspect");
        Box box = find(container);
        end(lost);
        long pid = box.phase == Phase.RUNNING ? 4711 : 0;
        return new Container(box.id, box.phase, box.exitCode, pid, box.health, "", "", List.of());
    }

    @Override
    public void signal(String container, String signal) throws EngineFailure {
        boolean lost = begin("signal");
        Box box = find(container);
        if (box.phase != Phase.RUNNING) {
            throw new EngineFailure(Kind.CONFLICT, "is not running");
        }
        box.signals.add(signal);
        if (box.heeds || signal.equals("SIGKILL")) {
            exit(box, signal.equals("SIGKILL") ? 137 : 143);
        }
        end(lost);
    }

    @Override
    public void delete(String container) throws EngineFailure {
        boolean lost = begin("delete");
        boxes.values().removeIf(box -> {
            boolean hit = box.id.equals(container) || box.request.name().equals(container);
            if (hit && box.phase == Phase.RUNNING) {
                throw new AssertionError("deleted while it runs: " + container);
            }
            return hit;
        });
        end(lost);
    }

    void exit(Box box, int code) {
        if (box.phase != Phase.RUNNING) {
            return;
        }
        box.phase = Phase.EXITED;
        box.exitCode = code;
        Listener told = listener;
        if (told != null && !deaf) {
            told.exited(box.task(), box.id, code);
        }
    }

    void feel(Box box, boolean healthy) {
        box.health = healthy ? Health.HEALTHY : Health.UNHEALTHY;
        Listener told = listener;
        if (told != null && !deaf) {
            told.health(box.task(), box.id, healthy);
        }
    }

    /** Someone removes a container behind the agent's back. */
    void vanish(Box box) {
        boxes.remove(box.id);
        Listener told = listener;
        if (told != null && !deaf) {
            told.destroyed(box.task(), box.id);
        }
    }

    /** The engine's process goes away; with {@code live} its containers live through it. */
    void die(boolean live) {
        up = false;
        Listener told = listener;
        listener = null;
        if (!live) {
            boxes.values().stream().filter(box -> box.phase == Phase.RUNNING).forEach(box -> {
                box.phase = Phase.EXITED;
                box.exitCode = 255;
            });
        }
        if (told != null) {
            told.lost();
        }
    }

    @Override
    public List<Found> list(NodeId node) throws EngineFailure {
        boolean lost = begin("list");
        end(lost);
        return boxes.values().stream()
                .map(box -> new Found(box.task(), "service", "web", box.id, box.phase))
                .toList();
    }

    @Override
    public NodeDescription describe() throws EngineFailure {
        boolean lost = begin("describe");
        end(lost);
        return new NodeDescription(
                "host1",
                new Platform("x86_64", "linux"),
                Resources.NONE,
                new NodeDescription.Engine("20.10", Map.of(), List.of()));
    }

    @Override
    public Stream watch(Listener newListener) throws EngineFailure {
        boolean lost = begin("watch");
        end(lost);
        listener = newListener;
        return () -> listener = null;
    }

    @Override
    public Stream logs(String container, LogOptions options, LogSink sink) throws EngineFailure {
        boolean lost = begin("logs");
        find(container);
        end(lost);
        sink.output(1, "2026-11-23T08:00:00.5Z hello\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        if (!options.follow()) {
            sink.ended("");
        }
        return () -> {};
    }
}
