package io.priok.runtime;

import io.priok.control.port.LocalSwarm;
import io.priok.control.port.LocalSwarm.TrustRoot;
import io.priok.image.Image;
import io.priok.join.ManagerList;
import io.priok.json.Json;
import io.priok.log.LogException;
import io.priok.log.ratis.DiskRoom;
import io.priok.message.LocalNode;
import io.priok.message.ManagerSecrets;
import io.priok.message.RoleOrder;
import io.priok.message.Standing;
import io.priok.store.projection.Projection;
import io.priok.store.projection.ProjectionUnreadable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server's place in a swarm, on disk and running: none, a worker's, or a manager's with its parts. May be looked at from
 * anywhere; is changed by one thread at a time, which {@link ManagerNode} sees to.
 */
final class Place implements RunningManager.Ends {
    private static final Logger LOG = LoggerFactory.getLogger(Place.class);
    /** Between attempts to take up the place again: the disk may be full, the address not there yet, a port still taken. */
    private static final Duration RETRY = Duration.ofSeconds(5);
    /** When the same comes out of it each time. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final String WAITS =
            "what this manager held of the swarm's state is lost; it waits for the other managers to"
                    + " take it in anew";

    private final Settings settings;
    private final Environment environment;
    private final EventBuffer events;
    private final StateFiles files;
    private final MemberFiles members;
    private final Turns turns;
    private final Incarnations incarnations;

    private volatile @Nullable RunningManager running;
    private volatile @Nullable LocalNode node;
    private volatile @Nullable TrustRoot trust;
    private volatile String error = "";
    private volatile boolean unknown;
    private String logged = "";
    private String before = "";
    private Duration pause = RETRY;

    Place(Settings settings, Environment environment, EventBuffer events, Turns turns) {
        this.settings = settings;
        this.environment = environment;
        this.events = events;
        this.turns = turns;
        this.files = new StateFiles(settings.stateDir());
        this.members = new MemberFiles(settings.stateDir());
        this.incarnations = new Incarnations(this, settings, environment);
        this.node = readNode();
        this.trust = node == null ? null : trustRoot();
    }

    private @Nullable LocalNode readNode() {
        try {
            LocalNode found = files.localNode().orElse(null);
            error = found != null && found.lost() ? WAITS : "";
            return found;
        } catch (LogException e) {
            error = e.getMessage();
            unknown = true;
            LOG.error("PRIOK3081E: {}", error);
            return null;
        }
    }

    /** False when the node's record is there and cannot be read: then this server is some node, and nobody knows which. */
    boolean isFree() {
        return node == null && !unknown;
    }

    StateFiles files() {
        return files;
    }

    Incarnations incarnations() {
        return incarnations;
    }

    MemberFiles members() {
        return members;
    }

    Optional<LocalNode> node() {
        return Optional.ofNullable(node);
    }

    Optional<RunningManager> running() {
        return Optional.ofNullable(running);
    }

    /** Takes up again what this server was when it stopped, and tries until it can. Returns at once. */
    void resume() {
        turns.queue(() -> {
            LocalNode found = node;
            if (found == null || !found.manager() || running != null) {
                return;
            }
            try {
                Optional<Standing> newer = incarnations.newer(found);
                if (newer.isPresent()) {
                    incarnations.stepBack(newer.get());
                    return;
                }
                begin(found);
                files.forgetLogsBut(settings.logDir(found.incarnation()));
                error = "";
                logged = "";
            } catch (RuntimeException | LinkageError e) {
                failed(e);
            }
        });
    }

    /** What went wrong is told and tried again; a manager whose data is damaged gives up its office, if there are others. */
    void failed(Throwable why) {
        if (Damage.of(why).isPresent() && !members.peers().isEmpty()) {
            giveUpOffice(Damage.of(why).get());
            return;
        }
        error = Damage.of(why)
                .map(Damage::alone)
                .or(() -> DiskRoom.trouble(settings.stateDir()))
                .orElse(String.valueOf(why.getMessage()));
        if (!error.equals(logged)) {
            LOG.error("PRIOK3020E: this node cannot take up its place in the swarm; it is tried again: {}", error, why);
        }
        logged = error;
        retryLater();
    }

    /**
     * What this manager holds must not take part any more. It says so through its agent, and goes on when the leader has taken it out and
     * given it a new office.
     */
    private void giveUpOffice(String what) {
        LocalNode is = node;
        if (is == null || is.lost()) {
            return;
        }
        LOG.error(
                "PRIOK3083E: {}. Nothing of it is used: manager {} gives up its office {} and is taken in anew by the others",
                what,
                is.nodeId(),
                is.office());
        List<String> others = members.peers().stream().map(Peers::management).toList();
        take(is.withOfficeLost());
        error = WAITS;
        goTo(others, is);
        files.putLogAside(environment.clock().instant());
    }

    private void retryLater() {
        Duration doubled = pause.multipliedBy(2);
        pause = !error.equals(before) ? RETRY : doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        before = error;
        var retry = environment.timers().schedule(this::resume, pause.toMillis(), TimeUnit.MILLISECONDS);
        LOG.debug("next attempt: {}", retry);
    }

    /** Starts as a manager of a swarm that there is. */
    RunningManager begin(LocalNode as) {
        RunningManager manager = start(as, false);
        running = manager;
        return manager;
    }

    private RunningManager start(LocalNode as, boolean bootstrap) {
        return RunningManager.start(settings, environment, events, files, members, as, bootstrap, this);
    }

    /** The log has stopped by itself, most often because its disk is full: everything is started anew until it holds. */
    @Override
    public void stopped(RunningManager manager) {
        turns.queue(() -> {
            if (running == manager) {
                running = null;
                error = manager.trouble().orElse("the log has stopped; see the server's messages");
                manager.close();
                retryLater();
            }
        });
    }

    /** Its broker stays closed, and its agent asks another manager. */
    @Override
    public void retired(RunningManager manager) {
        turns.queue(() -> {
            LocalNode is = node;
            if (running == manager && is != null) {
                LOG.info(
                        "PRIOK3048I: node {} is out of the log's group and waits to hear what it is to be",
                        is.nodeId());
                List<String> others = Peers.of(manager.state().image()).stream()
                        .map(Peers::management)
                        .toList();
                stop();
                goTo(others, is);
            }
        });
    }

    @Override
    public void superseded(Standing by) {
        turns.queue(() -> incarnations.stepBack(by));
    }

    /** The agent takes the first of these addresses that answers. */
    void goTo(List<String> managers, LocalNode is) {
        String own = is.advertiseAddress() + ":" + settings.managementPort();
        List<String> others =
                managers.stream().filter(address -> !address.equals(own)).toList();
        if (!others.isEmpty()) {
            files.writeManagers(ManagerList.preferred(List.of(), others, settings.agent()));
        }
    }

    LocalSwarm local() {
        LocalNode is = node;
        if (is == null) {
            return unknown ? LocalView.unknown(error) : LocalSwarm.INACTIVE;
        }
        return LocalView.of(is, running, error, files::managers, trust);
    }

    /**
     * The first manager of a new swarm.
     *
     * @param begin commits the swarm's first entry; should it fail, nothing is left
     */
    RunningManager found(LocalNode as, List<String> managers, Consumer<RunningManager> begin) {
        RunningManager manager = start(as, true);
        try {
            begin.accept(manager);
            files.writeManagers(managers);
            members.writeNodeKey(manager.secrets().nodeKey(as.nodeId()));
            take(as);
            running = manager;
            return manager;
        } catch (RuntimeException | Error e) {
            manager.close();
            forget();
            throw e;
        }
    }

    /** Goes where it was let in. What a manager cannot start at once is tried again. */
    void enter(LocalNode as, Duration patience) {
        take(as);
        if (as.manager()) {
            serve(as, patience);
        }
    }

    void take(LocalNode as) {
        files.writeLocalNode(as);
        node = as;
        trust = trustRoot();
        error = "";
    }

    private void serve(LocalNode as, Duration patience) {
        try {
            RunningManager manager = begin(as);
            boolean taken = await(manager, image -> manager.isMember(), patience);
            LOG.info("PRIOK3045I: node {} serves as a manager, taken in by the others: {}", as.nodeId(), taken);
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    static boolean await(RunningManager manager, Predicate<Image> condition, Duration patience) {
        CompletionStage<Boolean> met = manager.await(condition, patience);
        return met.toCompletableFuture().join();
    }

    /** Takes the role that the leader wants this node to have. In a new office a manager begins with nothing. */
    void obey(RoleOrder order, Duration patience) {
        LocalNode is = node;
        if (is == null || !order.nodeId().equals(is.nodeId()) || order.office() == is.office()) {
            return;
        }
        LocalNode changed = is.withOffice(order.office());
        if (order.manager() && members.hasBegun(is.nodeId(), order.office())) {
            LOG.debug("office {} was begun here before, and does not begin again", order.office());
        } else if (order.manager()) {
            LOG.info("PRIOK3046I: node {} is to serve as a manager", is.nodeId());
            stop();
            forgetManager();
            ManagerSecrets secrets =
                    Json.read(members.nodeSeal().open(order.secrets(), Secrets.PROMOTION), ManagerSecrets.class);
            Joining.keep(secrets, settings, files, members);
            LocalNode serving = changed.withIncarnation(secrets.incarnation());
            take(serving);
            serve(serving, patience);
        } else {
            LOG.info("PRIOK3047I: node {} no longer serves as a manager", is.nodeId());
            take(changed);
            goTo(order.managers(), is);
            stop();
            forgetManager();
        }
    }

    /** Leaves the swarm. The agent has ended its tasks, or had its time to do so. */
    void leave() {
        stop();
        node = null;
        unknown = false;
        error = "";
        forget();
    }

    void stop() {
        RunningManager manager = running;
        running = null;
        if (manager != null) {
            manager.close();
        }
    }

    void forget() {
        files.forget();
        trust = null;
        eraseDatabase();
    }

    void forgetManager() {
        files.forgetManager();
        eraseDatabase();
    }

    void eraseDatabase() {
        try {
            Projection.erase(environment.dataSource(), environment.classes());
        } catch (ProjectionUnreadable damaged) {
            LOG.warn("PRIOK3024W: the projection that is to go cannot be read; its file is put aside", damaged);
            Projection.putAside(
                    environment.dataSource(),
                    environment.classes(),
                    settings.databaseDir(),
                    environment.clock().instant());
        }
    }

    private TrustRoot trustRoot() {
        return RootCertificate.load(settings.certificatesDir()).trustRoot();
    }
}
