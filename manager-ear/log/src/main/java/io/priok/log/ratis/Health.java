package io.priok.log.ratis;

import io.priok.log.LogConfig;
import io.priok.log.LogException;
import io.priok.log.LogException.Kind;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a member ten times a second: whether Ratis has closed it, and why, and whether it takes the entries that there are. */
final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(RatisLog.class);
    static final long WATCH_MILLIS = 100;
    /** Longer than a peer needs to send a snapshot, meanwhile there is no progress either. */
    private static final int STALL_LOOKS = (int) (20_000 / WATCH_MILLIS);

    private final LogConfig config;
    private final RaftServer.Division division;
    private final Reconnector reconnector;
    private final BooleanSupplier hasEnded;
    private final Consumer<LogException> failed;
    private final Stall stall = new Stall(STALL_LOOKS);
    /** Of the timer's thread. */
    private boolean lookFailed;

    private volatile boolean removed;

    Health(
            LogConfig config,
            RaftServer.Division division,
            Reconnector reconnector,
            BooleanSupplier hasEnded,
            Consumer<LogException> failed) {
        this.config = config;
        this.division = division;
        this.reconnector = reconnector;
        this.hasEnded = hasEnded;
        this.failed = failed;
    }

    /** @param eachTime runs with every look */
    void watch(ScheduledExecutorService timer, Runnable eachTime) {
        Future<?> unused =
                timer.scheduleWithFixedDelay(() -> lookSafely(eachTime), 0, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The timer has ended. */
    void close() {
        reconnector.close();
    }

    /** Whether Ratis has closed this member because it is no longer one of the group. */
    boolean removed() {
        return removed;
    }

    /** Ratis may close the member in the middle of a look; the next look sees that, so there must be a next. */
    private void lookSafely(Runnable eachTime) {
        try {
            if (!hasEnded.getAsBoolean() && !division.getInfo().isAlive() && !removed) {
                judgeItsEnd();
            }
            eachTime.run();
            if (division.getInfo().isAlive()) {
                lookForStall();
                reconnector.look();
            }
            lookFailed = false;
        } catch (RuntimeException e) {
            if (division.getInfo().isAlive() && !lookFailed) {
                LOG.warn("Log member {} could not be looked at", config.self().id(), e);
                lookFailed = true;
            }
        }
    }

    /** Ratis closes a member that was removed, and one that could not write down its vote. */
    private void judgeItsEnd() {
        Optional<String> disk = DiskRoom.trouble(config.directory());
        if (disk.isPresent()) {
            failed.accept(new LogException(Kind.DISK_FAILED, "the log could not be written: " + disk.get()));
        } else {
            removed = true;
        }
    }

    private void lookForStall() {
        RaftPeerId leader = division.getInfo().getLeaderId();
        TermIndex last = division.getRaftLog().getLastEntryTermIndex();
        long committed = division.getCommitInfos().stream()
                .mapToLong(CommitInfoProto::getCommitIndex)
                .max()
                .orElse(0);
        boolean following = leader != null && !leader.equals(division.getId());
        if (stall.look(following, last == null ? 0 : last.getIndex(), committed)) {
            failed.accept(new LogException(
                    Kind.STALLED,
                    "member " + config.self().id() + " has no entry after " + last + " and takes none, " + committed
                            + " is committed"));
        }
    }
}
