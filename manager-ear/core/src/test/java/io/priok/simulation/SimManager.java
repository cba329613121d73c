package io.priok.simulation;

import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.domain.TaskStatus;
import io.priok.image.Application;
import io.priok.image.Image;
import io.priok.image.SeenState;
import io.priok.message.StatusReport.TaskObservation;
import io.priok.simulation.Guards.Guard;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A manager's server: its member of the log, the image that this drives, its caches, and what it does while it leads. */
final class SimManager implements SeenState {
    final NodeId id;
    final SimReplica replica;
    private final Simulation world;
    private final SimControl control;
    private final SimLeadership leadership;
    private final Map<TaskId, TaskStatus> seen = new HashMap<>();
    private final Map<NodeId, Pulse> pulses = new HashMap<>();
    private Image image = Image.empty();
    private int inboxRead;
    private int life;

    boolean up;
    boolean cutFromWorkers;
    long pausedUntil;

    SimManager(NodeId id, Simulation world) {
        this.id = id;
        this.world = world;
        this.control = new SimControl(this, world);
        this.leadership = new SimLeadership(this, world, control);
        this.replica = new SimReplica(this, world);
    }

    Image image() {
        return image;
    }

    boolean isPaused() {
        return pausedUntil > world.clock.millis();
    }

    /** True while agents can be connected to its broker and what they say reaches the others. */
    boolean serves() {
        return up && !isPaused() && !cutFromWorkers && !world.network.isIsolated(this);
    }

    /** Does it then, unless it has died meanwhile; while it is paused it does nothing, and all that waited when it wakes. */
    void in(long delay, Runnable action) {
        int born = life;
        world.clock.in(delay, () -> act(born, action));
    }

    private void act(int born, Runnable action) {
        if (born != life || !up) {
            return;
        }
        if (isPaused()) {
            long wait = pausedUntil - world.clock.millis() + world.clock.between(0, 20);
            world.clock.in(wait, () -> act(born, action));
        } else {
            action.run();
        }
    }

    /** Starts with what is on its disk; what was seen it gets from the others' caches, if any was up. */
    void start() {
        up = true;
        inboxRead = world.anyOtherUp(this) ? 0 : world.inbox.size();
        SimDisk disk = replica.disk;
        if (world.faulty() && world.clock.chance(0.03)) {
            disk.loseProjection();
        }
        Image projected = restored(disk.projection(), world.guards.has(Guard.PROJECTED_INDEX) ? 0 : 3);
        Image snapshot = restored(disk.snapshot().image(), 0);
        image = projected.index() >= snapshot.index() ? projected : snapshot;
        world.truth.check(id, image);
        replica.start();
        leadership.start();
        project();
        wake();
    }

    /** As it is read from tables or a file. */
    private Image restored(Image kept, long lag) {
        boolean ids = world.guards.has(Guard.RESTORED_IDS);
        return Image.restore(
                Math.max(0, kept.index() - lag),
                kept.term(),
                kept.leader().orElse(null),
                kept.objects(),
                ids ? kept.recentIds() : List.of());
    }

    void restore(Image snapshot) {
        Image given = restored(snapshot, 0);
        if (given.index() > image.index()) {
            image = given;
            world.truth.check(id, image);
            leadership.review();
        }
    }

    /** The database follows the image, and its disk the database. */
    private void project() {
        replica.disk.project(image);
        if (world.clock.chance(0.3)) {
            replica.disk.forceProjection();
        }
        in(world.clock.between(20, world.clock.chance(0.05) ? 5000 : 500), this::project);
    }

    /** @param power false when the process alone dies */
    void crash(boolean power) {
        up = false;
        life++;
        if (power) {
            replica.disk.powerFails(world.clock);
        }
        replica.stop();
        leadership.stop();
        world.lock.release(this);
        seen.clear();
        pulses.clear();
        world.invariants.restarted(this);
    }

    Outcome apply(long index, Transaction transaction) {
        if (index <= image.index()) {
            return null;
        }
        Application application = image.apply(index, world.guards.seenAt(index, transaction));
        long before = image.term();
        image = application.image();
        world.truth.applied(id, application);
        if (image.term() != before) {
            leadership.review();
        }
        control.applied(application);
        return application.outcome();
    }

    void roleChanged() {
        leadership.review();
    }

    void submit(Transaction transaction, Submission.Author author) {
        Submission.make(this, world, transaction, author);
    }

    /** The image with all that was acknowledged before the call, for a user; without a majority there is none. */
    void current(Consumer<Image> reader) {
        boolean confirmed = world.guards.has(Guard.CONFIRMED_READS) ? replica.holdsLease() : replica.isReady();
        if (confirmed) {
            reader.accept(image);
            return;
        }
        Submission.make(this, world, null, new Submission.Author() {
            @Override
            public void done(long index, Outcome outcome) {
                reader.accept(image);
            }

            @Override
            public void failed(boolean certainlyNot) {}
        });
    }

    /** There is something new in the caches. */
    void wake() {
        in(world.clock.between(1, world.clock.chance(0.05) ? 800 : 15), () -> {
            if (!world.network.isIsolated(this)) {
                readInbox();
            }
        });
    }

    private void readInbox() {
        boolean news = false;
        for (; inboxRead < world.inbox.size(); inboxRead++) {
            Simulation.Mail mail = world.inbox.get(inboxRead);
            news |= mail.full() || !mail.tasks().isEmpty();
            for (TaskObservation observation : mail.tasks()) {
                seen.merge(
                        observation.taskId(),
                        observation.status(),
                        (old, fresh) -> fresh.supersedes(old) ? fresh : old);
            }
            pulses.put(mail.node(), new Pulse(world.clock.now(), inboxRead, mail.via(), mail.session(), 0, false));
        }
        control.looked(news);
    }

    @Override
    public Optional<TaskStatus> task(TaskId task) {
        return Optional.ofNullable(seen.get(task));
    }

    @Override
    public Optional<Pulse> pulse(NodeId node) {
        return Optional.ofNullable(pulses.get(node));
    }
}
