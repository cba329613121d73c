package io.priok.log;

import io.priok.log.LogException.Kind;
import io.priok.log.LogStatus.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member that outlives failures of its disk. When the disk takes no more, the log underneath is closed, so that this member neither
 * leads nor votes; it is {@code SUSPENDED}, refuses everything with a sentence that says what mends it, and is opened again over the same state
 * as soon as the disk takes something. Any other failure ends it.
 */
public final class ReopeningLog implements ReplicatedLog {
    private static final Logger LOG = LoggerFactory.getLogger(ReopeningLog.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(15);
    /** One that held for less will probably fail again: the pause before the next try grows. */
    private static final Duration HELD = Duration.ofSeconds(60);

    /** Opens the log underneath, over the state as it is. */
    @FunctionalInterface
    public interface Opener {
        ReplicatedLog open() throws IOException;
    }

    private final Opener opener;
    /** What is wrong with the disk, and what mends it. */
    private final Supplier<Optional<String>> disk;

    private final ScheduledExecutorService timers;
    private final List<Consumer<LogStatus>> listeners = new CopyOnWriteArrayList<>();

    private volatile ReplicatedLog log;
    private volatile @Nullable LogException trouble;
    private volatile LogStatus last;
    private boolean closed;
    private Duration pause = LOOK;
    private long openedAt = System.nanoTime();

    private ReopeningLog(Opener opener, Supplier<Optional<String>> disk, ScheduledExecutorService timers)
            throws IOException {
        this.opener = opener;
        this.disk = disk;
        this.timers = timers;
        this.log = opener.open();
        this.last = log.status();
    }

    /**
     * @param disk what is wrong with the disk at the moment and what mends it, a sentence without capital and full stop; empty when it takes
     *     what the log writes. May block for as long as a write does
     * @throws IOException when the log cannot be opened the first time
     */
    public static ReopeningLog open(Opener opener, Supplier<Optional<String>> disk, ScheduledExecutorService timers)
            throws IOException {
        ReopeningLog log = new ReopeningLog(opener, disk, timers);
        log.follow(log.log);
        return log;
    }

    private void follow(ReplicatedLog followed) {
        followed.onRoleChange(status -> heard(followed, status));
    }

    private void heard(ReplicatedLog from, LogStatus status) {
        if (from != log) {
            return;
        }
        Optional<LogException> failure = from.trouble().filter(reason -> reason.kind() == Kind.DISK_FAILED);
        if (status.role() == Role.STOPPED && failure.isPresent()) {
            suspend(failure.get());
        } else if (trouble == null) {
            last = status;
            tell(status);
        }
    }

    private synchronized void suspend(LogException failure) {
        if (closed || trouble != null) {
            return;
        }
        boolean held = System.nanoTime() - openedAt > HELD.toNanos();
        pause = held ? LOOK : longer(pause);
        trouble = sentence(disk.get().orElse(String.valueOf(failure.getMessage())), failure);
        LOG.error("PRIOK5401E: {}", trouble.getMessage(), failure);
        tell(status());
        later();
    }

    private static LogException sentence(String what, @Nullable Throwable cause) {
        return new LogException(
                Kind.DISK_FAILED,
                "this manager does not take part until its disk is mended: " + what
                        + ". It goes on by itself then; the other managers, if there are any, can be asked meanwhile",
                cause);
    }

    private static Duration longer(Duration before) {
        Duration doubled = before.multipliedBy(2);
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }

    private void later() {
        try {
            var unused = timers.schedule(this::look, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the server ends; the log is not opened again", e);
        }
    }

    /** Off the lock while the disk is tried: it may hang. */
    private void look() {
        Optional<String> still = disk.get();
        synchronized (this) {
            if (closed || trouble == null) {
                return;
            }
            if (still.isPresent()) {
                trouble = sentence(still.get(), null);
                later();
            } else {
                reopen();
            }
        }
    }

    private void reopen() {
        log.close();
        try {
            ReplicatedLog again = opener.open();
            log = again;
            trouble = null;
            openedAt = System.nanoTime();
            LOG.info("PRIOK5402I: the disk takes writes again; this manager goes on");
            follow(again);
        } catch (IOException e) {
            trouble = sentence(String.valueOf(e.getMessage()), e);
            LOG.debug("the log cannot be opened yet", e);
            later();
        } catch (RuntimeException e) {
            // Damaged, most likely: whoever is told that the log has stopped finds out.
            trouble = e instanceof LogException known ? known : new LogException(Kind.CLOSED, String.valueOf(e), e);
            LOG.error("PRIOK5403E: the log cannot be opened again", e);
            tell(status());
        }
    }

    private void tell(LogStatus status) {
        for (Consumer<LogStatus> listener : listeners) {
            try {
                listener.accept(status);
            } catch (RuntimeException e) {
                LOG.error("PRIOK5404E: a listener of the log's role failed", e);
            }
        }
    }

    @Override
    public LogStatus status() {
        LogException reason = trouble;
        if (reason == null) {
            return log.status();
        }
        Role role = reason.kind() == Kind.DISK_FAILED ? Role.SUSPENDED : Role.STOPPED;
        return new LogStatus(
                role, last.term(), Optional.empty(), last.commitIndex(), last.appliedIndex(), last.members());
    }

    @Override
    public Optional<LogException> trouble() {
        LogException reason = trouble;
        return reason == null ? log.trouble() : Optional.of(reason);
    }

    private interface Question<T> {
        CompletableFuture<T> of(ReplicatedLog log);
    }

    private <T> CompletableFuture<T> ask(Question<T> question) {
        LogException reason = trouble;
        return reason == null ? question.of(log) : CompletableFuture.failedFuture(reason);
    }

    @Override
    public CompletableFuture<Appended> append(byte[] entry) {
        return ask(open -> open.append(entry));
    }

    @Override
    public CompletableFuture<Long> readBarrier() {
        return ask(ReplicatedLog::readBarrier);
    }

    @Override
    public boolean isCurrent() {
        return trouble == null && log.isCurrent();
    }

    @Override
    public void onRoleChange(Consumer<LogStatus> listener) {
        listeners.add(listener);
        listener.accept(status());
    }

    @Override
    public CompletableFuture<Void> setMembers(List<LogMember> members) {
        return ask(open -> open.setMembers(members));
    }

    @Override
    public CompletableFuture<Void> transferLeadership(String memberId) {
        return ask(open -> open.transferLeadership(memberId));
    }

    @Override
    public CompletableFuture<Long> snapshot() {
        return ask(ReplicatedLog::snapshot);
    }

    @Override
    public boolean removed() {
        return trouble == null && log.removed();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        log.close();
        tell(log.status());
    }
}
