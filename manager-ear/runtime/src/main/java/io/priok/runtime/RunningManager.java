package io.priok.runtime;

import io.priok.broker.BrokerConfig;
import io.priok.broker.ConsumerListener;
import io.priok.broker.EmbeddedBroker;
import io.priok.control.event.Events;
import io.priok.control.port.LogStreams;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.image.Application;
import io.priok.image.ClusterState;
import io.priok.image.Image;
import io.priok.log.LogConfig;
import io.priok.log.LogException;
import io.priok.log.LogStatus;
import io.priok.log.ReopeningLog;
import io.priok.log.ratis.DiskRoom;
import io.priok.log.ratis.RatisLog;
import io.priok.message.LocalNode;
import io.priok.message.ManagerReady;
import io.priok.message.ManagerSecrets.Peer;
import io.priok.message.Queues;
import io.priok.message.Standing;
import io.priok.state.Change;
import io.priok.state.StateFormat;
import io.priok.store.document.Documents;
import io.priok.store.leader.LeaderLock;
import io.priok.store.projection.Projection;
import io.priok.store.seen.CacheCluster;
import io.priok.store.seen.CacheConfig;
import io.priok.store.seen.SeenCaches;
import io.priok.store.snapshot.ImageSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import javax.crypto.SecretKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All parts of a manager, running. Started in the order of dependence (projection, caches, broker, log, leadership) and closed in the
 * reverse.
 */
final class RunningManager implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningManager.class);
    private static final Duration PURGE = Duration.ofSeconds(30);
    private static final Duration ANNOUNCE = Duration.ofMillis(500);
    private static final Duration WATCH = Duration.ofMillis(250);
    private static final Duration STANDINGS = Duration.ofSeconds(5);

    /** How a manager ends without being asked to. */
    interface Ends {
        /** Its log has stopped, by itself or by {@link RunningManager#close}. */
        void stopped(RunningManager manager);

        /** It was taken out of the log's group, and has not been told yet what it is to be now. */
        void retired(RunningManager manager);

        /** The swarm was recovered without it. */
        void superseded(Standing by);
    }

    private final Closing closing = new Closing();
    private final ImageMachine machine;
    private final ReplicatedState state;
    private final TaskLogs logs;
    private final ReopeningLog log;
    private final Announcement announcement;
    private final Secrets secrets;
    private final ControlLoop loop;
    private final NodeId self;

    private RunningManager(
            Settings settings,
            Environment environment,
            EventBuffer events,
            StateFiles files,
            MemberFiles members,
            LocalNode node,
            boolean bootstrap,
            Ends ends) {
        self = node.nodeId();
        try {
            SecretKey key = bootstrap ? files.newStateKey(environment.random()) : files.stateKey();
            Documents documents = new Documents(key, environment.random());
            Restored restored = Restored.from(settings, environment, documents);
            Projection projection = closing.later("projection", restored.projection());
            EntrySeal seal = new EntrySeal(key, environment.random());
            machine = new ImageMachine(
                    restored.image(), projection, seal, EntryFormat.CURRENT, new ImageSnapshot(documents));
            secrets = new Secrets(
                    key, RootCertificate.key(settings.certificatesDir()), node.incarnation(), environment.random());
            List<Peer> peers = members.peers();
            CacheCluster caches = closing.later(
                    "caches", CacheCluster.start(caches(settings, node, peers), null, environment.classes()));
            SeenCaches seen = closing.later(
                    "seen state",
                    new SeenCaches(caches, environment.clock(), environment.timers(), environment.threads()));
            EmbeddedBroker broker = closing.later("broker", broker(settings, node, peers, files));
            log = closing.later("log", openLog(settings, environment, members, node, bootstrap, machine));
            // A database that stands still must not keep the log from stopping.
            closing.later("projection's queue", projection::stopTaking);
            state = new ReplicatedState(log, machine, seen, environment.threads());
            logs = closing.later("logs", new TaskLogs(broker, machine::image, environment));

            SerialExecutor control = new SerialExecutor("control loop", environment.threads());
            loop = new ControlLoop(
                    self,
                    state,
                    secrets::sealedFor,
                    new AssignmentSender(broker, machine::image),
                    environment,
                    control);
            machine.listen(loop);
            machine.listen((transaction, application) -> publish(events, application, transaction.at()));
            seen.onTaskStatus(tasks -> loop.wake());
            RoleKeeper roles = new RoleKeeper(self, log, state, environment, control);
            LeaderMail mail = new LeaderMail(broker, environment.threadFactory(), loop::fullReport, roles::ready);
            closing.later("leader's mail", mail::end);
            Reports reports = new Reports(self, seen, loop, mail::send);
            closing.later("reports", broker.consume(Queues.REPORTS, reports::take, environment.threadFactory()));
            Admissions admissions = new Admissions(state, broker, secrets, settings, environment, files.brokerSecret());
            StandingWatch standings = new StandingWatch(
                    self,
                    Standings.of(key, node, () -> Peers.management(Peers.of(machine.image()), self), environment),
                    machine::image,
                    caches::members,
                    members.former(),
                    broker,
                    ends::superseded);
            closing.later(
                    "admissions",
                    broker.consume(
                            Queues.JOIN,
                            delivery -> {
                                if (!standings.take(delivery)) {
                                    admissions.take(delivery);
                                }
                            },
                            environment.threadFactory()));
            every(environment, STANDINGS, "standings", standings::look);
            announcement = new Announcement(ready(settings, node), log, machine::image, mail::send);
            every(environment, ANNOUNCE, "announcement", announcement::look);
            PeerWatch watch = new PeerWatch(
                    self,
                    machine::image,
                    members,
                    files,
                    peers,
                    List.of(
                            others -> caches.setPeers(
                                    others.stream().map(Peers::cache).toList()),
                            others -> broker.setPeers(
                                    others.stream().map(Peers::broker).toList())));
            every(environment, WATCH, "peers", watch::look);
            Retirement retirement = new Retirement(
                    announcement::isInGroup, log::removed, environment.clock(), () -> ends.retired(this));
            every(environment, WATCH, "retirement", retirement::look);
            every(environment, WATCH, "roles", () -> control.execute(roles::look));
            LeaderLock lock = closing.later(
                    "leader lock",
                    new LeaderLock(
                            caches,
                            () -> log.status().role() == LogStatus.Role.LEADER,
                            environment.clock(),
                            environment.timers()));
            Leadership leadership =
                    new Leadership(node.nodeId(), log, lock, state, environment, control, Reigns.of(loop, mail, roles));
            closing.later("leadership", leadership::close);
            machine.listen((transaction, application) -> {
                if (transaction.changes().stream().anyMatch(Change.Elect.class::isInstance)) {
                    leadership.review();
                }
            });
            leadership.start();
            log.onRoleChange(status -> {
                if (status.role() == LogStatus.Role.STOPPED) {
                    ends.stopped(this);
                }
            });
            every(environment, PURGE, "purge", () -> seen.purge(machine.image()));
        } catch (IOException e) {
            closing.close();
            throw new UncheckedIOException("cannot open the log in " + settings.logDir(node.incarnation()), e);
        } catch (RuntimeException | Error e) {
            closing.close();
            throw e;
        }
    }

    /**
     * @param bootstrap true to begin a new log with this manager alone, false to go on with what is on disk
     * @param ends told how this manager ends, when that is not by {@link #close}
     */
    static RunningManager start(
            Settings settings,
            Environment environment,
            EventBuffer events,
            StateFiles files,
            MemberFiles members,
            LocalNode node,
            boolean bootstrap,
            Ends ends) {
        return new RunningManager(settings, environment, events, files, members, node, bootstrap, ends);
    }

    ClusterState state() {
        return state;
    }

    LogStreams logs() {
        return logs;
    }

    /** True while the others count on this manager: it is in the log's group and has heard so. */
    boolean isMember() {
        return announcement.isInGroup() && machine.image().node(self).isPresent();
    }

    /** See {@link ControlLoop#held}. */
    CompletionStage<Optional<ControlLoop.HeldState>> held() {
        return loop.held();
    }

    Secrets secrets() {
        return secrets;
    }

    /** Why this manager takes no part at present; empty while it does. */
    Optional<String> trouble() {
        return log.trouble().map(LogException::getMessage);
    }

    boolean isLed() {
        return log.status().leaderId().isPresent();
    }

    /** True when the log has a leader and what this host's agent runs is known: only then do lists show what is true. */
    boolean isSettled() {
        boolean ready = machine.image()
                .node(self)
                .filter(node -> node.status().state() == NodeState.READY)
                .isPresent();
        return ready
                && state.seen().lastHeartbeat(self).isPresent()
                && log.status().leaderId().isPresent();
    }

    /** Completes true when an applied image fulfils the condition, false when the time is over. */
    CompletionStage<Boolean> await(Predicate<Image> condition, Duration patience) {
        CompletableFuture<Boolean> met = new CompletableFuture<>();
        machine.listen((transaction, application) -> {
            if (!met.isDone() && condition.test(application.image())) {
                met.complete(true);
            }
        });
        if (condition.test(machine.image())) {
            met.complete(true);
        }
        return met.completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closing.close();
    }

    /** What fails is tried again the next time. */
    private void every(Environment environment, Duration period, String name, Runnable work) {
        Runnable guarded = () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.warn("PRIOK3005W: {} failed, tried again later", name, e);
            }
        };
        var timer = environment
                .timers()
                .scheduleWithFixedDelay(guarded, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        closing.later(name, () -> timer.cancel(false));
    }

    private static void publish(EventBuffer events, Application application, java.time.Instant at) {
        Events.of(application.transitions(), at).forEach(events::add);
    }

    private static ManagerReady ready(Settings settings, LocalNode node) {
        String address = node.advertiseAddress() + ":" + settings.managementPort();
        return new ManagerReady(
                node.nodeId(),
                new ManagerEndpoint(
                        address, settings.logPort(), settings.cachePort(), node.office(), StateFormat.NEWEST));
    }

    private static CacheConfig caches(Settings settings, LocalNode node, List<Peer> peers) {
        return new CacheConfig(
                node.incarnation() == 0
                        ? CacheConfig.DEFAULT_CLUSTER
                        : CacheConfig.DEFAULT_CLUSTER + "-" + node.incarnation(),
                node.nodeId().value(),
                Addresses.ip(node.advertiseAddress()),
                settings.cachePort(),
                peers.stream().map(Peers::cache).toList());
    }

    private static EmbeddedBroker broker(Settings settings, LocalNode node, List<Peer> peers, StateFiles files) {
        BrokerConfig config = BrokerConfig.of(
                        node.nodeId().value(),
                        settings.listenHost(),
                        settings.managementPort(),
                        node.advertiseAddress(),
                        files.brokerSecret())
                .withPeers(peers.stream().map(Peers::broker).toList());
        return EmbeddedBroker.start(config, ConsumerListener.none());
    }

    /** Begins a log at most once: opened again, it is what is on disk or nothing. */
    private static ReopeningLog openLog(
            Settings settings,
            Environment environment,
            MemberFiles members,
            LocalNode node,
            boolean bootstrap,
            ImageMachine machine)
            throws IOException {
        LogConfig goOn = LogPlace.continued(settings, node);
        AtomicReference<LogConfig> next = new AtomicReference<>(bootstrap ? LogPlace.begun(settings, node) : goOn);
        if (!bootstrap && members.hasBegun(node.nodeId(), node.office()) && !RatisLog.isThere(goOn)) {
            throw new LogException(
                    LogException.Kind.DAMAGED, "the log is gone from " + settings.logDir(node.incarnation()));
        }
        ReopeningLog opened = ReopeningLog.open(
                () -> RatisLog.open(next.getAndSet(goOn), machine),
                () -> DiskRoom.trouble(settings.logDir(node.incarnation())),
                environment.timers());
        try {
            members.noteBegun(node.nodeId(), node.office());
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }
}
