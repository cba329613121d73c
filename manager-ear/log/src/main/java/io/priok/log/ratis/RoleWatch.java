package io.priok.log.ratis;

import io.priok.log.LogMember;
import io.priok.log.LogStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners of a change of role, term, leader or members, each change once and in order, on one thread. */
final class RoleWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RatisLog.class);

    private final String self;
    private final Supplier<LogStatus> status;
    private final ExecutorService thread;
    private final List<Consumer<LogStatus>> listeners = new CopyOnWriteArrayList<>();
    private @Nullable Told told;

    RoleWatch(String self, Supplier<LogStatus> status, ExecutorService thread) {
        this.self = self;
        this.status = status;
        this.thread = thread;
    }

    void add(Consumer<LogStatus> listener) {
        submit(() -> {
            listeners.add(listener);
            tell(listener, status.get());
        });
    }

    /** Compares with what was told last; cheap enough to be called often and on a hint. */
    void check() {
        submit(() -> {
            LogStatus now = status.get();
            Told next = new Told(now.role(), now.term(), now.leaderId(), now.members());
            if (next.equals(told)) {
                return;
            }
            if (told == null || told.role() != next.role() || !told.leader().equals(next.leader())) {
                LOG.info(
                        "Log member {} is {} in term {}, leader {}",
                        self,
                        now.role(),
                        now.term(),
                        now.leaderId().orElse("unknown"));
            }
            told = next;
            listeners.forEach(listener -> tell(listener, now));
        });
    }

    private void submit(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The log is closed; nobody is told of its role any more", e);
        }
    }

    private static void tell(Consumer<LogStatus> listener, LogStatus now) {
        try {
            listener.accept(now);
        } catch (RuntimeException e) {
            LOG.error("A listener of the log's role failed", e);
        }
    }

    private record Told(LogStatus.Role role, long term, Optional<String> leader, List<LogMember> members) {}
}
