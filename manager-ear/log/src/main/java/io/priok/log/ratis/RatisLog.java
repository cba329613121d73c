package io.priok.log.ratis;

import io.priok.log.Appended;
import io.priok.log.LogConfig;
import io.priok.log.LogException;
import io.priok.log.LogException.Kind;
import io.priok.log.LogMember;
import io.priok.log.LogStatus;
import io.priok.log.ReplicatedLog;
import io.priok.log.StateMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Collectors;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
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
    // Of a member that is away these two warn of each heartbeat, hundreds of times a second.
    private static final List<java.util.logging.Logger> FLOODING = List.of(
            java.util.logging.Logger.getLogger("org.apache.ratis.grpc.server.GrpcLogAppender"),
            java.util.logging.Logger.getLogger("org.apache.ratis.grpc.GrpcUtil"));

    private final LogConfig config;
    private final RatisStateMachine machine;
    private final RaftServer server;
    private final RaftServer.Division division;
    private final RaftClientRpc rpc;
    private final MemberView view;
    private final Lease lease;
    private final Requests requests;
    private final Barriers barriers;
    private final Membership membership;
    private final RoleWatch roles;
    private final Changes changes;
    private final Snapshots snapshots;
    private final Reconnector reconnector;
    private final Health health;
    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService events;
    private final AtomicReference<@Nullable LogException> ended = new AtomicReference<>();
    /** Done when nothing of Ratis runs any more. */
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

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
            FLOODING.forEach(logger -> logger.setLevel(Level.SEVERE));
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
        this.changes = new Changes(Executors.newSingleThreadExecutor(thread("changes")));
        ClientId client = ClientId.randomId();
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
        this.view = new MemberView(config.self().id(), division, machine);
        this.lease = new Lease(view::termLed, System::nanoTime, config.timing().electionMin());
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
        this.reconnector = new Reconnector(server, division, thread("way"));
        this.health = new Health(config, division, reconnector, () -> ended.get() != null, this::failed);
        this.roles = new RoleWatch(config.self().id(), this::status, events);
        this.snapshots = new Snapshots(server, division, machine, client, events);
        health.watch(timer, this::roleMayHaveChanged);
    }

    /** Ids of members that are silent and took no connection when they were last tried. */
    Set<String> unreached() {
        return reconnector.unreached().stream().map(RaftPeerId::toString).collect(Collectors.toUnmodifiableSet());
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
        return ended.get() == null && (lease.holds() || view.isAlone());
    }

    @Override
    public LogStatus status() {
        return view.status(ended.get() != null, health.removed());
    }

    @Override
    public void onRoleChange(Consumer<LogStatus> listener) {
        roles.add(listener);
    }

    @Override
    public CompletableFuture<Void> setMembers(List<LogMember> members) {
        List<LogMember> wanted = List.copyOf(members);
        return unlessEnded(() -> changes.submit(() -> membership.set(wanted)));
    }

    @Override
    public CompletableFuture<Void> transferLeadership(String memberId) {
        return unlessEnded(() -> changes.submit(() -> membership.transferTo(memberId)));
    }

    @Override
    public boolean removed() {
        return ended.get() == null && health.removed();
    }

    @Override
    public Optional<LogException> trouble() {
        return Optional.ofNullable(ended.get()).filter(reason -> reason.kind() != Kind.CLOSED);
    }

    @Override
    public CompletableFuture<Long> snapshot() {
        return unlessEnded(snapshots::take);
    }

    private <T> CompletableFuture<T> unlessEnded(Supplier<CompletableFuture<T>> request) {
        LogException reason = ended.get();
        return reason == null ? request.get() : CompletableFuture.failedFuture(reason);
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
        // The first entries may be applied while the constructor is still at work; the next ones ask again.
        if (snapshots != null) {
            snapshots.due();
        }
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
        if (health != null) {
            health.close();
        }
        changes.close();
        events.shutdown();
    }
}
