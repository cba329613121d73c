package io.priok.runtime;

import io.priok.control.port.Refusals;
import io.priok.core.role.Recovery;
import io.priok.domain.ManagerEndpoint;
import io.priok.domain.Refusal;
import io.priok.image.Image;
import io.priok.log.LogConfig;
import io.priok.log.LogException;
import io.priok.log.ReplicatedLog;
import io.priok.log.ratis.RatisLog;
import io.priok.log.ratis.StoredLog;
import io.priok.message.LocalNode;
import io.priok.message.ManagerSecrets.Peer;
import io.priok.state.StateFormat;
import io.priok.store.document.Documents;
import io.priok.store.snapshot.ImageSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.SecretKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins a new incarnation of the swarm with what this manager's disk holds: reads the log to its end, and lays a new one beside it.
 *
 * <p>No part of the manager may run meanwhile. The new incarnation is that of the node's record, which the caller writes afterwards:
 * until then nothing that counts has changed, and a crash leaves the manager in the old one.
 */
final class Recovering {
    private static final Logger LOG = LoggerFactory.getLogger(Recovering.class);
    private static final long LEAD_SECONDS = 20;

    private final Settings settings;
    private final Environment environment;
    private final StateFiles files;

    Recovering(Settings settings, Environment environment, StateFiles files) {
        this.settings = settings;
        this.environment = environment;
        this.files = files;
    }

    /**
     * From what is on this manager's disk.
     *
     * @param is the manager as it was
     * @param address that it is to have, without a port
     * @param managementPort that others are told, 0 for the one that they know
     * @return the manager as it is to be
     * @throws Refusal when its disk holds no swarm, or something of it is damaged
     */
    LocalNode fromDisk(LocalNode is, String address, int managementPort) {
        SecretKey key = files.stateKey();
        ImageReplay replay = replay(projected(new Documents(key, environment.random())), key);
        StoredLog.Read read = read(LogPlace.continued(settings, is), replay);
        LocalNode alone = begin(is, new State(replay.image(), read.last(), key), false, address, managementPort);
        LOG.warn(
                "PRIOK3070W: the swarm {} is recovered from this manager alone: entries up to {} were on its disk, {} of them not"
                        + " in its database yet; incarnation {} begins",
                is.clusterId(),
                read.last(),
                read.applied(),
                alone.incarnation());
        return alone;
    }

    /**
     * From a backup.
     *
     * @param last incarnation that this host knows of
     * @param held true to wait until it is known what the workers run
     */
    LocalNode fromBackup(Backups.Sound backup, long last, boolean held, String address) {
        LocalNode is =
                backup.node().withIncarnation(Math.max(last, backup.node().incarnation()));
        State state = new State(backup.image(), backup.image().index(), backup.key());
        LocalNode alone = begin(is, state, held, address, 0);
        LOG.warn(
                "PRIOK3073W: the swarm {} is restored from a backup of {}, entry {}; incarnation {} begins, and {}",
                is.clusterId(),
                backup.manifest().at(),
                backup.image().index(),
                alone.incarnation(),
                held ? "waits until it is known what the workers run" : "tasks that are newer are stopped");
        return alone;
    }

    /** All that is on this manager's disk. */
    Image stored(LocalNode is) {
        SecretKey key = files.stateKey();
        ImageReplay replay = replay(projected(new Documents(key, environment.random())), key);
        StoredLog.Read unused = read(LogPlace.continued(settings, is), replay);
        return replay.image();
    }

    /** @param last index of the log that it was read from */
    private record State(Image image, long last, SecretKey key) {}

    private LocalNode begin(LocalNode is, State state, boolean held, String address, int managementPort) {
        Instant now = environment.clock().instant();
        long incarnation = Recovery.next(state.image(), is.incarnation(), now);
        var endpoint = new ManagerEndpoint(
                address + ":" + (managementPort == 0 ? port(state.image(), is) : managementPort),
                settings.logPort(),
                settings.cachePort(),
                incarnation,
                StateFormat.NEWEST);
        var survivor = new Recovery.Survivor(is.nodeId(), settings.agent(), address, endpoint);
        Image begun = Recovery.begin(state.image(), state.last() + 1, survivor, incarnation, now)
                .orElseThrow(Refusals::notManager);
        LocalNode alone =
                is.withOffice(incarnation).withIncarnation(incarnation).withAddress(address);
        lay(LogPlace.begun(settings, alone), replay(held ? Recovery.held(begun) : begun, state.key()));
        return alone;
    }

    private ImageReplay replay(Image image, SecretKey key) {
        return new ImageReplay(
                image,
                new EntrySeal(key, environment.random()),
                new ImageSnapshot(new Documents(key, environment.random())));
    }

    private int port(Image image, LocalNode is) {
        return image.node(is.nodeId())
                .flatMap(Peers::of)
                .map(Peer::managementPort)
                .orElse(settings.managementPort());
    }

    private Image projected(Documents documents) {
        Restored restored = Restored.from(settings, environment, documents);
        restored.projection().close();
        return restored.image();
    }

    private static StoredLog.Read read(LogConfig config, ImageReplay replay) {
        try {
            return StoredLog.replay(config, replay);
        } catch (LogException e) {
            throw Refusal.plain(
                    Refusal.Kind.FAILED_PRECONDITION,
                    "this manager's state cannot be read whole, so the swarm is not recovered from it: "
                            + e.getMessage() + "; recover on another manager, or restore a backup");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log in " + config.directory(), e);
        }
    }

    /** Leads once, so that the log holds who its members are. */
    private static void lay(LogConfig config, ImageReplay state) {
        try (ReplicatedLog log = RatisLog.open(config, state)) {
            long unused = log.readBarrier().get(LEAD_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot begin a log in " + config.directory(), e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot begin a log in " + config.directory() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        StateFiles.forceDirectories(config.directory());
    }
}
