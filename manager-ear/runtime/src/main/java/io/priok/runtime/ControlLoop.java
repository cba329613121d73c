package io.priok.runtime;

import io.priok.core.hold.Hold;
import io.priok.core.liveness.Judgement;
import io.priok.core.pass.Decision;
import io.priok.core.pass.Pass;
import io.priok.core.pass.View;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.image.Application;
import io.priok.image.ClusterState;
import io.priok.image.Image;
import io.priok.message.FullReport;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs passes while this manager leads: after every change of the wanted or the seen state, and when a delay is over. One pass at a
 * time, and none while the last one's decision is being committed, because it would decide the same again.
 *
 * <p>Everything but the entry points runs on the control executor.
 */
final class ControlLoop implements ImageMachine.Listener, Leadership.Reign {
    private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);
    /** After a commit that failed: long enough not to hammer a log without a leader. */
    private static final Duration AFTER_FAILURE = Duration.ofMillis(200);

    /** How soon a node that has come back is asked what it runs. */
    private static final Duration NOTICE = Duration.ofMillis(150);

    private final NodeId self;
    private final ClusterState state;
    private final Outbox sender;
    private final Environment environment;
    private final SerialExecutor control;
    private final Pass pass = new Pass();
    private final Instructions.Sealing sealing;
    private final AtomicBoolean woken = new AtomicBoolean();

    /** Present while this manager leads. */
    private volatile @Nullable Following following;

    private boolean committing;
    private @Nullable ScheduledFuture<?> alarm;
    private @Nullable ScheduledFuture<?> noticing;

    ControlLoop(
            NodeId self,
            ClusterState state,
            Instructions.Sealing sealing,
            Outbox sender,
            Environment environment,
            SerialExecutor control) {
        this.sealing = sealing;
        this.self = self;
        this.state = state;
        this.sender = sender;
        this.environment = environment;
        this.control = control;
    }

    @Override
    public void begin(long term) {
        Following begun = new Following(
                self, term, state::image, state.seen(), sealing, sender, environment.clock(), environment.threads());
        following = begun;
        committing = false;
        begun.greet(state.image());
        noticing = environment
                .timers()
                .scheduleWithFixedDelay(
                        () -> control.execute(this::notice),
                        NOTICE.toMillis(),
                        NOTICE.toMillis(),
                        TimeUnit.MILLISECONDS);
        wake();
    }

    @Override
    public void end() {
        following = null;
        cancelAlarm();
        Optional.ofNullable(noticing).ifPresent(pending -> pending.cancel(false));
        noticing = null;
    }

    private void notice() {
        Following now = following;
        if (now != null) {
            now.notice(state.image());
        }
    }

    /** The term led in; empty while another manager leads. */
    Optional<Long> term() {
        return Optional.ofNullable(following).map(Following::term);
    }

    @Override
    public void applied(Transaction transaction, Application application) {
        Following now = following;
        if (now != null && !application.transitions().isEmpty()) {
            now.dispatch(application);
            wake();
        }
    }

    /** Something that a pass looks at has changed. */
    void wake() {
        if (following != null && woken.compareAndSet(false, true)) {
            control.execute(this::run);
        }
    }

    /** What a restored swarm still waits for; completes empty when this manager does not lead, or nothing is waited for. */
    CompletionStage<Optional<HeldState>> held() {
        CompletableFuture<Optional<HeldState>> answer = new CompletableFuture<>();
        control.execute(() -> {
            Following now = following;
            Image image = state.image();
            answer.complete(
                    now == null || !Hold.isOn(image)
                            ? Optional.empty()
                            : Optional.of(
                                    new HeldState(now.hold().newer(), now.hold().silent(image))));
        });
        return answer;
    }

    /** What is known while a restored swarm waits. */
    record HeldState(List<Hold.Newer> newer, List<Node> silent) {}

    void fullReport(FullReport report) {
        control.execute(() -> {
            Following now = following;
            if (now != null) {
                now.reported(report, state.image());
                wake();
            }
        });
    }

    private void run() {
        woken.set(false);
        Following now = following;
        if (now == null || committing) {
            return;
        }
        // Should the pass fail, it is tried again although nothing else may happen.
        alarm(AFTER_FAILURE);
        Instant at = environment.clock().instant();
        Image image = state.image();
        Judgement judgement = now.judge(image, at);
        now.follow(image);
        Decision decision = Hold.isOn(image)
                ? now.held(image, judgement)
                : pass.decide(new View(image, state.seen(), judgement.changed(), at, environment.ids()));
        var changes = now.withDescriptions(decision.changes(), image);
        Instant next = decision.wakeAt()
                .filter(wake -> wake.isBefore(judgement.next()))
                .orElse(judgement.next());
        alarm(Duration.between(at, next));
        if (!changes.isEmpty()) {
            committing = true;
            commit(now, new Transaction(environment.ids().next(), now.term(), self.value(), at, changes));
        }
    }

    private void commit(Following reign, Transaction batch) {
        state.commit(batch)
                .whenComplete((outcome, failure) -> control.execute(() -> committed(reign, batch, outcome, failure)));
    }

    /**
     * A failure leaves open whether the batch is in the log or will be. So the same batch is committed again, under the same id, until
     * its fate is known: deciding anew would create its tasks twice.
     */
    private void committed(Following reign, Transaction batch, @Nullable Outcome outcome, @Nullable Throwable failure) {
        if (following != reign) {
            return;
        }
        if (failure != null) {
            LOG.warn(
                    "PRIOK3012W: batch of {} changes not committed, tried again: {}",
                    batch.changes().size(),
                    failure.getMessage());
            var again = environment
                    .timers()
                    .schedule(() -> again(reign, batch), AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
            LOG.debug("next attempt: {}", again);
            return;
        }
        committing = false;
        if (outcome instanceof Outcome.Refused refused) {
            LOG.debug("batch of {} changes refused: {}", batch.changes().size(), refused);
            alarm(AFTER_FAILURE);
        } else {
            wake();
        }
    }

    private void again(Following reign, Transaction batch) {
        control.execute(() -> {
            if (following == reign) {
                commit(reign, batch);
            }
        });
    }

    private void alarm(Duration delay) {
        cancelAlarm();
        long millis = Math.max(1, delay.toMillis() + 1);
        alarm = environment.timers().schedule(this::wake, millis, TimeUnit.MILLISECONDS);
    }

    private void cancelAlarm() {
        Optional.ofNullable(alarm).ifPresent(pending -> pending.cancel(false));
        alarm = null;
    }
}
