package io.priok.agent;

import io.priok.agent.TaskRecord.Pull;
import io.priok.domain.TaskId;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Steps one task. News may be folded in from any thread at any time; the steps themselves run one after another on the pool,
 * and no thread is held while the task rests.
 */
final class TaskRunner {
    private static final System.Logger LOG = System.getLogger(TaskRunner.class.getName());
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    /** What a runner needs of its agent. */
    interface Surroundings {
        /** The record changed; called in the order of the changes. */
        void changed(TaskRecord before, TaskRecord after);

        /** False while it is not known whether the task is still this node's. Takes no lock. */
        boolean mayStart(TaskId task);

        void forgotten(TaskRecord task);
    }

    private final Engine engine;
    private final Executor pool;
    private final Timers timers;
    private final InstantSource clock;
    private final Surroundings surroundings;

    private TaskRecord task;
    private boolean stepping;
    private boolean gone;
    private boolean doubtful;
    private Duration retry = FIRST_RETRY;
    private @Nullable Instant notBefore;
    private @Nullable Instant alarm;

    TaskRunner(
            TaskRecord task,
            Engine engine,
            Executor pool,
            Timers timers,
            InstantSource clock,
            Surroundings surroundings) {
        this.task = task;
        this.engine = engine;
        this.pool = pool;
        this.timers = timers;
        this.clock = clock;
        this.surroundings = surroundings;
    }

    synchronized TaskRecord task() {
        return task;
    }

    /** Folds news in, and steps on if that calls for it. */
    void change(UnaryOperator<TaskRecord> news) {
        try {
            fold(news);
        } catch (RuntimeException e) {
            doubt();
            throw e;
        }
        poke();
    }

    /** Looks whether there is something to do. */
    void poke() {
        synchronized (this) {
            if (stepping || gone) {
                return;
            }
            stepping = true;
        }
        pool.execute(this::run);
    }

    /** The engine is back: no need to wait for the next try. */
    void hurry() {
        synchronized (this) {
            notBefore = null;
            retry = FIRST_RETRY;
        }
        poke();
    }

    private synchronized void fold(UnaryOperator<TaskRecord> news) {
        TaskRecord before = task;
        TaskRecord after = news.apply(before);
        if (!after.equals(before)) {
            surroundings.changed(before, after);
            task = after;
        }
    }

    /** News were lost on their way to the journal: in a while the engine is asked, as after a restart. */
    private synchronized void doubt() {
        doubtful = true;
        rest(clock.instant().plus(LAST_RETRY));
    }

    private void run() {
        try {
            for (Step step = nextStep(); !(step instanceof Step.Rest); step = nextStep()) {
                perform(step);
            }
        } catch (RuntimeException e) {
            // A journal that cannot be written says so itself, once.
            System.Logger.Level level =
                    e instanceof UncheckedIOException ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR;
            LOG.log(level, "PRIOK0201E: task " + task().id() + " could not be stepped", e);
            backOff();
            synchronized (this) {
                stepping = false;
            }
            doubt();
        }
    }

    /** The next step; with a rest the runner lets go of the pool in the same instant, so that no news is missed. */
    private synchronized Step nextStep() {
        if (gone) {
            stepping = false;
            return new Step.Rest(null);
        }
        Instant now = clock.instant();
        Instant wait = notBefore;
        if (doubtful) {
            fold(TaskLife::reloaded);
            doubtful = false;
        }
        fold(t -> TaskLife.notAhead(t, now));
        Step step = TaskLife.next(task, now);
        if (wait != null
                && !Timers.isDue(wait, LAST_RETRY, now)
                && !(step instanceof Step.Advance)
                && !(step instanceof Step.Rest)) {
            step = new Step.Rest(wait);
        }
        if ((step instanceof Step.Create || step instanceof Step.Start) && !surroundings.mayStart(task.id())) {
            step = new Step.Rest(null);
        }
        if (step instanceof Step.Rest rest) {
            stepping = false;
            rest(rest.until());
        }
        return step;
    }

    private synchronized void rest(@Nullable Instant until) {
        if (until == null || until.equals(alarm)) {
            return;
        }
        alarm = until;
        Duration delay = Duration.between(clock.instant(), until);
        timers.after(delay.isNegative() ? Duration.ZERO : delay, () -> {
            synchronized (this) {
                if (until.equals(alarm)) {
                    alarm = null;
                }
            }
            poke();
        });
    }

    private void perform(Step step) {
        TaskRecord at = task();
        if (step instanceof Step.Advance) {
            fold(t -> TaskLife.advanced(t, clock.instant()));
        } else if (step instanceof Step.Forget) {
            synchronized (this) {
                gone = true;
            }
            surroundings.forgotten(at);
        } else if (step instanceof Step.Pull) {
            pull(at);
        } else {
            try {
                call(step, at);
                retry = FIRST_RETRY;
            } catch (EngineFailure e) {
                failed(step, e);
            }
        }
    }

    private void call(Step step, TaskRecord at) throws EngineFailure {
        String name = nameOrId(at);
        if (step instanceof Step.Create) {
            create(at);
        } else if (step instanceof Step.Start) {
            engine.start(name);
            fold(TaskLife::started);
        } else if (step instanceof Step.Inspect) {
            Container seen = engine.inspect(name);
            fold(t -> TaskLife.seen(t, seen, clock.instant()));
        } else if (step instanceof Step.Signal) {
            String asked = at.task().spec().container().stopSignal();
            String own = at.container().stopSignal();
            engine.signal(name, !asked.isEmpty() ? asked : own.isEmpty() ? "SIGTERM" : own);
            fold(t -> TaskLife.signalled(t, clock.instant()));
        } else if (step instanceof Step.Kill) {
            engine.signal(name, "SIGKILL");
            fold(t -> TaskLife.killed(t, clock.instant()));
        } else if (step instanceof Step.Delete) {
            engine.delete(name);
            fold(TaskLife::deleted);
        }
    }

    private void create(TaskRecord at) throws EngineFailure {
        ContainerRequest request;
        try {
            request = ContainerPlan.request(at.assignment());
        } catch (Unfit e) {
            fold(t -> TaskLife.refused(t, e.text(), clock.instant()));
            return;
        }
        String id = engine.create(request);
        fold(t -> TaskLife.advanced(TaskLife.created(t, id, clock.instant()), clock.instant()));
    }

    private void pull(TaskRecord at) {
        fold(t -> t.with(Pull.UNDER_WAY));
        engine.pull(ContainerPlan.image(at.task()), failure -> {
            if (failure != null) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "PRIOK0202W: task {0}: pulling its image failed: {1}",
                        at.id(),
                        failure.text());
            }
            boolean again = failure != null && failure.kind() == EngineFailure.Kind.UNAVAILABLE;
            if (again) {
                backOff();
            }
            change(t -> t.with(again ? Pull.WANTED : Pull.DONE));
        });
    }

    private void failed(Step step, EngineFailure failure) {
        Instant now = clock.instant();
        String text = failure.text();
        switch (failure.kind()) {
            case UNAVAILABLE -> {
                backOff();
                boolean effectUnknown = step instanceof Step.Create || step instanceof Step.Start;
                fold(t -> effectUnknown ? TaskLife.uncertain(t) : t);
            }
            case NO_IMAGE ->
                fold(t -> step instanceof Step.Create ? TaskLife.imageMissing(t, text, now) : TaskLife.missing(t, now));
            case NOT_FOUND -> {
                if (step instanceof Step.Create) {
                    fold(t -> TaskLife.refused(t, text, now));
                } else {
                    fold(t -> TaskLife.missing(t, now));
                }
            }
            case CONFLICT, REFUSED -> refused(step, failure, now);
        }
    }

    private void refused(Step step, EngineFailure failure, Instant now) {
        boolean conflict = failure.kind() == EngineFailure.Kind.CONFLICT;
        if (step instanceof Step.Create && !conflict) {
            fold(t -> TaskLife.refused(t, failure.text(), now));
        } else if (step instanceof Step.Start) {
            fold(t -> TaskLife.startRefused(t, failure.text(), now));
        } else if (step instanceof Step.Signal && !conflict) {
            // A signal that the engine does not know: only the kill is left.
            fold(t -> TaskLife.signalled(t, now));
        } else {
            // Create: the container is there already. Signal, kill: it does not run any more. Delete: it is being
            // deleted.
            if (!conflict || !(step instanceof Step.Signal || step instanceof Step.Kill)) {
                LOG.log(System.Logger.Level.INFO, "PRIOK0203I: task {0}: {1}", id(), failure.text());
                backOff();
            }
            fold(TaskLife::uncertain);
        }
    }

    private synchronized void backOff() {
        notBefore = clock.instant().plus(retry);
        Duration doubled = retry.multipliedBy(2);
        retry = doubled.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : doubled;
    }

    private static String nameOrId(TaskRecord at) {
        return at.container().id().isEmpty()
                ? at.task().containerName()
                : at.container().id();
    }

    TaskId id() {
        return task().id();
    }
}
