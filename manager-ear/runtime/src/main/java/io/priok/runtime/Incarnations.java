package io.priok.runtime;

import io.priok.domain.Refusal;
import io.priok.image.Image;
import io.priok.message.LocalNode;
import io.priok.message.ManagerSecrets.Peer;
import io.priok.message.Standing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of this server's place when the swarm is recovered: on this host, from a backup on this host, or without it. Used by
 * one thread at a time, like the changes of the {@link Place} itself.
 */
final class Incarnations {
    private static final Logger LOG = LoggerFactory.getLogger(Incarnations.class);

    private final Place place;
    private final Settings settings;
    private final Environment environment;
    private final StateFiles files;
    private final MemberFiles members;
    private final Recovering recovering;

    Incarnations(Place place, Settings settings, Environment environment) {
        this.place = place;
        this.settings = settings;
        this.environment = environment;
        this.files = place.files();
        this.members = place.members();
        this.recovering = new Recovering(settings, environment, files);
    }

    /** What the other managers know of a recovery of the swarm, should there have been one while this server was down. */
    Optional<Standing> newer(LocalNode found) {
        List<Peer> known = new ArrayList<>(members.peers());
        known.addAll(members.former());
        return known.isEmpty()
                ? Optional.empty()
                : Standings.of(files.stateKey(), found, files::managers, environment)
                        .ask(known);
    }

    /** What it holds of the older incarnation is void; it may become a manager of the newer one like any worker. */
    void stepBack(Standing by) {
        LocalNode is = place.node().orElse(null);
        if (is == null || !is.manager() || !by.supersedes(is)) {
            return;
        }
        LOG.warn(
                "PRIOK3071W: the swarm was recovered without node {}, which is a worker from now on; to make it a manager"
                        + " again: docker node promote {}, on one of {}",
                is.nodeId(),
                is.nodeId(),
                by.managers());
        place.take(is.withOffice(0).withIncarnation(by.incarnation()));
        place.goTo(by.managers(), is);
        place.stop();
        if (keepWhatIsVoid(is, by)) {
            place.forgetManager();
        }
    }

    /** Should it have held more than the one that the swarm was recovered from: an operator may want it back. */
    private boolean keepWhatIsVoid(LocalNode is, Standing by) {
        Path file = settings.stateDir().resolve("operator").resolve("superseded-by-" + by.incarnation() + ".backup");
        try {
            Image image = recovering.stored(is);
            BackupFile.Manifest kept = new Backups(settings, environment, files).write(file, is, image);
            LOG.warn(
                    "PRIOK3076W: what this node held of the swarm before, up to entry {}, is kept in {}, with its keys; remove the"
                            + " file when the recovered swarm has all that it should have",
                    kept.index(),
                    file);
            return true;
        } catch (RuntimeException e) {
            LOG.error(
                    "PRIOK3077E: what this node held of the swarm before is left where it is, it cannot be kept apart",
                    e);
            return false;
        }
    }

    /**
     * Goes on alone, as the only manager of a new incarnation of the swarm, with what this node's disk holds. When it fails before that
     * has begun, the manager goes on as it was.
     *
     * @param address that it advertises from now on
     * @param managementPort likewise, 0 for the same as before
     */
    RunningManager recover(LocalNode is, String address, int managementPort) {
        place.stop();
        LocalNode alone;
        try {
            List<Peer> former = members.peers();
            alone = recovering.fromDisk(is, address, managementPort);
            members.writeFormer(former);
        } catch (RuntimeException | Error e) {
            place.resume();
            throw e;
        }
        place.take(alone);
        try {
            members.writePeers(List.of());
            files.writeManagers(List.of(address + ":" + settings.managementPort()));
            RunningManager manager = place.begin(alone);
            files.forgetLogsBut(settings.logDir(alone.incarnation()));
            return manager;
        } catch (RuntimeException | Error e) {
            place.failed(e);
            throw e;
        }
    }

    /**
     * Makes this host the manager that a backup was made on, alone in a new incarnation. What it held of the swarm before goes, when all
     * of the backup is in its place.
     *
     * @param advertise empty for the address in the backup
     * @throws Refusal when that cannot be; nothing has changed then
     */
    void restore(Backups backups, Backups.Sound backup, String advertise, boolean held) {
        LocalNode is = place.node().orElse(null);
        if (place.running().isPresent()) {
            throw refused("this node serves as a manager: stop it first");
        }
        if (is != null
                && !(is.nodeId().equals(backup.node().nodeId())
                        && is.clusterId().equals(backup.node().clusterId()))) {
            throw refused(
                    "this host is node " + is.nodeId() + " of the swarm " + is.clusterId() + ", the backup is of node "
                            + backup.node().nodeId() + " (" + backup.manifest().hostname()
                            + "): restore it there, or have this host"
                            + " leave first: docker swarm leave --force");
        }
        String address = Addresses.advertise(advertise.isEmpty() ? backup.node().advertiseAddress() : advertise);
        long last = is == null ? 0 : is.incarnation();
        LocalNode alone = recovering.fromBackup(backup, last, held, address);
        backups.place(backup);
        files.writeManagers(List.of(address + ":" + settings.managementPort()));
        place.eraseDatabase();
        place.take(alone);
        place.resume();
    }

    private static Refusal refused(String why) {
        return Refusal.plain(Refusal.Kind.FAILED_PRECONDITION, why);
    }
}
