package io.priok.log.ratis;

import io.priok.log.Appended;
import io.priok.log.LogConfig;
import io.priok.log.LogException;
import io.priok.log.LogException.Kind;
import io.priok.log.LogMember;
import io.priok.log.LogStatus;
import io.priok.log.LogStatus.Role;
import io.priok.log.ReplicatedLog;
import io.priok.log.StateMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A member of the log, run by Ratis inside this process. */
public final class RatisLog implements ReplicatedLog, RatisStateMachine.Events {
    private static final Logger LOG = LoggerFactory.getLogger(RatisLog.class);
    // Held so that the level set on it stays. Ratis tells of every file and every vote at INFO.
    private static final java.util.logging.Logger RATIS = java.util.logging.Logger.getLogger("org.apache.ratis");
    private static final long WATCH_MILLIS = 100;
    private static final long SNAPSHOT_MILLIS = 60_000;
    /** Longer than a peer needs to send a snapshot, meanwhile there is no progress either. */
    private static final int STALL_LOOKS = (int) (20_000 / WATCH_MILLIS);

    private final LogConfig config;
    private final RatisStateMachine machine;
    private final RaftServer server;
    private final RaftServer.Division division;
    private final RaftClientRpc rpc;
    private final Lease lease;
    private final Requests requests;
    private final Barriers barriers;
    private final Membership membership;
    private final RoleWatch roles;
    private final ClientId client = ClientId.randomId();
    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService events;
    private final ExecutorService changes;
    private final AtomicReference<@Nullable LogException> ended = new AtomicReference<>();
    /** Done when nothing of Ratis runs any more. */
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    private volatile boolean removed;
    /** Whether the last look went wrong, so that it is said once only. Of the timer's thread. */
    private boolean lookFailed;

    private final Stall stall = new Stall(STALL_LOOKS);

    /**
     * Starts a member. Returns once its own data is read; a leader may not be known yet.
     *
     * @throws IOException when the directory or port cannot be used
     * @throws LogException of kind {@code DAMAGED} when the data is not what this member once wrote
     */
    public static RatisLog open(LogConfig config, StateMachine state) throws IOException {
        Files.createDirectories(config.directory());
        Segments segments = new Segments(config.storage());
        boolean begins = !config.initialMembers().isEmpty() && segments.isEmpty();
        if (!begins) {
            segments.check(state.appliedIndex());
        }
        if (RATIS.getLevel() == null) {
            RATIS.setLevel(Level.WARNING);
        }
        return new RatisLog(config, state);
    }

    /** True when this member has been opened in this directory before. */
    public static boolean isThere(LogConfig config) {
        return !new Segments(config.storage()).isEmpty();
    }

    private RatisLog(LogConfig config, StateMachine state) throws IOException {
        this.config = config;
        this.timer = new ScheduledThreadPoolExecutor(1, thread("timer"));
        this.timer.setRemoveOnCancelPolicy(true);
        this.events = Executors.newSingleThreadExecutor(thread("events"));
        this.changes = Executors.newSingleThreadExecutor(thread("changes"));
        this.machine = new RatisStateMachine(state, config.limits(), this);
        RaftProperties properties = RatisSettings.properties(config);
        Parameters parameters = RatisSettings.parameters(config);
        RaftGroupId group = RaftGroupId.valueOf(config.group());
        this.rpc = new GrpcFactory(parameters).newRaftClientRpc(client, properties);
        this.server = RaftServer.newBuilder()
                .setServerId(RaftPeerId.valueOf(config.self().id()))
                .setGroup(RaftGroup.valueOf(
                        group,
                        config.initialMembers().stream().map(Membership::peer).toList()))
                .setOption(RaftStorage.StartupOption.RECOVER)
                .setStateMachine(machine)
                .setProperties(properties)
                .setParameters(parameters)
                .build();
        try {
            server.start();
            this.division = server.getDivision(group);
        } catch (IOException | RuntimeException e) {
            server.close();
            rpc.close();
            shutDown();
            throw e;
        }
        this.lease = new Lease(this::termLed, System::nanoTime, config.timing().electionMin());
        this.requests = new Requests(
                server,
                division,
                rpc,
                timer,
                task -> thread("closing").newThread(task).start(),
                config.timing().request(),
                lease);
        this.barriers =
                new Barriers(requests, machine.applied(), timer, config.timing().request());
        this.membership = new Membership(
                division,
                rpc,
                new LeaderCalls(server, division, rpc, this::nudge),
                lease,
                config.timing().electionMax().multipliedBy(2));
        this.roles = new RoleWatch(config.self().id(), this::status, events);
        Future<?> unused = timer.scheduleWithFixedDelay(this::lookSafely, 0, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ratis may close the member in the middle of a look; the next look sees that, so there must be a next. */
    private void lookSafely() {
        try {
            look();
            lookFailed = false;
        } catch (RuntimeException e) {
            if (division.getInfo().isAlive() && !lookFailed) {
                LOG.warn("member {} could not be looked at", config.self().id(), e);
                lookFailed = true;
            }
        }
    }

    private void look() {
        if (ended.get() == null && !division.getInfo().isAlive() && !removed) {
            judgeItsEnd();
        }
        roleMayHaveChanged();
        if (!division.getInfo().isAlive()) {
            return;
        }
        RaftPeerId leader = division.getInfo().getLeaderId();
        TermIndex last = division.getRaftLog().getLastEntryTermIndex();
        long committed = division.getCommitInfos().stream()
                .mapToLong(CommitInfoProto::getCommitIndex)
                .max()
                .orElse(0);
        boolean following = leader != null && !leader.equals(division.getId());
        if (stall.look(following, last == null ? 0 : last.getIndex(), committed)) {
            failed(new LogException(
                    Kind.STALLED,
                    "member " + config.self().id() + " has no entry after " + last + " and takes none, " + committed
                            + " is committed"));
        }
    }

    /** Ratis closes a member that was removed, and one that could not write down its vote. */
    private void judgeItsEnd() {
        Optional<String> disk = DiskRoom.trouble(config.directory());
        if (disk.isPresent()) {
            failed(new LogException(Kind.DISK_FAILED, "the log could not be written: " + disk.get()));
        } else {
            removed = true;
        }
    }

    private void nudge() {
        CompletableFuture<?> unused = requests.write(Message.EMPTY);
    }

    private ThreadFactory thread(String purpose) {
        return task -> {
            Thread thread = new Thread(task, "priok-log-" + config.self().id() + "-" + purpose);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public CompletableFuture<Appended> append(byte[] entry) {
        int limit = config.limits().entryBytes();
        if (entry.length > limit) {
            return CompletableFuture.failedFuture(new LogException(
                    Kind.TOO_LARGE, "an entry of " + entry.length + " bytes is over the limit of " + limit));
        }
        if (entry.length == 0) {
            return CompletableFuture.failedFuture(new LogException(Kind.REFUSED, "an entry must not be empty"));
        }
        // The caller may reuse its array, Ratis keeps ours.
        Message message = Message.valueOf(UnsafeByteOperations.unsafeWrap(entry.clone()));
        return requests.write(message).thenCompose(reply -> {
            Appended appended = new Appended(
                    reply.getLogIndex(), reply.getMessage().getContent().toByteArray());
            // It is committed, whatever becomes of this member before it has applied it.
            return barriers.appliedHere(appended.index()).handle((here, ended) -> appended);
        });
    }

    @Override
    public CompletableFuture<Long> readBarrier() {
        return barriers.barrier();
    }

    @Override
    public boolean isCurrent() {
        return ended.get() == null && (lease.holds() || isAlone());
    }

    /** Nobody can be elected without the only member's vote. */
    private boolean isAlone() {
        return termLed() != 0 && division.getRaftConf().getCurrentPeers().size() == 1;
    }

    /** 0 as well while it changes. */
    private long termLed() {
        DivisionInfo info = division.getInfo();
        long term = info.getCurrentTerm();
        return info.isLeader() && info.isLeaderReady() && info.getCurrentTerm() == term ? term : 0;
    }

    @Override
    public LogStatus status() {
        DivisionInfo info = division.getInfo();
        List<LogMember> members = division.getRaftConf().getCurrentPeers().stream()
                .map(Membership::member)
                .sorted(Comparator.comparing(LogMember::id))
                .toList();
        Optional<String> leader = Optional.ofNullable(info.getLeaderId()).map(RaftPeerId::toString);
        return new LogStatus(
                role(info, members),
                info.getCurrentTerm(),
                leader,
                Math.max(0, division.getRaftLog().getLastCommittedIndex()),
                machine.appliedIndex(),
                members);
    }

    private Role role(DivisionInfo info, List<LogMember> members) {
        if (ended.get() != null) {
            return Role.STOPPED;
        }
        if (!info.isAlive()) {
            return removed ? Role.OUTSIDE : Role.CANDIDATE;
        }
        if (members.stream()
                .noneMatch(member -> member.id().equals(config.self().id()))) {
            return Role.OUTSIDE;
        }
        if (info.isLeader()) {
            // Elected, but not yet caught up with its predecessors: not a leader anyone should ask.
            return info.isLeaderReady() ? Role.LEADER : Role.CANDIDATE;
        }
        return info.isCandidate() ? Role.CANDIDATE : Role.FOLLOWER;
    }

    @Override
    public void onRoleChange(Consumer<LogStatus> listener) {
        roles.add(listener);
    }

    @Override
    public CompletableFuture<Void> setMembers(List<LogMember> members) {
        List<LogMember> wanted = List.copyOf(members);
        return change(() -> membership.set(wanted));
    }

    @Override
    public CompletableFuture<Void> transferLeadership(String memberId) {
        return change(() -> membership.transferTo(memberId));
    }

    @Override
    public boolean removed() {
        return ended.get() == null && removed;
    }

    @Override
    public Optional<LogException> trouble() {
        return Optional.ofNullable(ended.get()).filter(reason -> reason.kind() != Kind.CLOSED);
    }

    private interface Change {
        void make() throws InterruptedException;
    }

    private CompletableFuture<Void> change(Change change) {
        LogException reason = ended.get();
        if (reason != null) {
            return CompletableFuture.failedFuture(reason);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            changes.execute(() -> {
                try {
                    change.make();
                    done.complete(null);
                } catch (InterruptedException e) {
                    done.completeExceptionally(new LogException(Kind.CLOSED, "the log was closed meanwhile", e));
                } catch (RuntimeException e) {
                    done.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new LogException(Kind.CLOSED, "the log is closed", e));
        }
        return done;
    }

    @Override
    public CompletableFuture<Long> snapshot() {
        LogException reason = ended.get();
        if (reason != null) {
            return CompletableFuture.failedFuture(reason);
        }
        CompletableFuture<Long> taken = machine.nextSnapshot();
        SnapshotManagementRequest request = SnapshotManagementRequest.newCreate(
                client, division.getId(), division.getMemberId().getGroupId(), 0, SNAPSHOT_MILLIS, 1);
        CompletableFuture<?> unused = server.snapshotManagementAsync(request).whenComplete((reply, failure) -> {
            if (failure != null) {
                machine.abandonSnapshot(new LogException(Kind.UNKNOWN, "the snapshot was not taken", failure));
            } else {
                machine.latestSnapshotSuffices();
            }
        });
        return taken;
    }

    @Override
    public void roleMayHaveChanged() {
        // Ratis may call this while the constructor is still at work.
        if (roles != null && requests != null) {
            requests.leaderChanged(division.getInfo().getLeaderId());
            roles.check();
        }
    }

    @Override
    public void snapshotDue() {
        // Not on this thread: it is the one that will write the snapshot.
        events.execute(this::snapshotQuietly);
    }

    private void snapshotQuietly() {
        CompletableFuture<?> unused = snapshot().whenComplete((index, failure) -> {
            if (failure != null) {
                LOG.warn(
                        "Log member {} could not take a snapshot", config.self().id(), failure);
            }
        });
    }

    /** A member whose disk or state failed must not lead or vote on; the others can do without it. */
    @Override
    public void failed(LogException cause) {
        if (ended.compareAndSet(null, cause)) {
            LOG.error("Log member {} stops", config.self().id(), cause);
            Thread stop = thread("stop").newThread(() -> end(cause));
            stop.start();
        }
    }

    @Override
    public void close() {
        LogException reason = new LogException(Kind.CLOSED, "the log is closed");
        if (ended.compareAndSet(null, reason)) {
            end(reason);
        }
        gone.join();
        shutDown();
    }

    private void end(LogException reason) {
        if (requests != null) {
            requests.stop(reason);
        }
        machine.applied().fail(reason);
        machine.abandonSnapshot(reason);
        try {
            server.close();
            rpc.close();
        } catch (IOException | RuntimeException e) {
            LOG.warn("Log member {} did not close cleanly", config.self().id(), e);
        }
        if (roles != null) {
            roles.check();
        }
        gone.complete(null);
    }

    private void shutDown() {
        timer.shutdownNow();
        changes.shutdownNow();
        events.shutdown();
    }
}
