package io.priok.log.ratis;

import io.priok.log.LogMember;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the connection to a member anew when the way to it is whole again.
 *
 * <p>What a connection carried when a link was cut is sent anew by the kernel at intervals that double: after ten seconds of silence
 * it may wait for ten more, and Ratis waits with it. So members that a leader hears nothing of, and all others of one that knows no
 * leader, are tried with a connection of its own; the first that is made after one that was not means that Ratis had better
 * begin again. A leader leaves a member alone that takes connections all the time and does not answer: it sleeps, or is busy. One that
 * knows no leader cannot tell: it did not try the others while it had one, and a link may have been whole again before it began to. So
 * it makes each connection anew, once.
 */
final class Reconnector {
    private static final Logger LOG = LoggerFactory.getLogger(RatisLog.class);
    private static final long SILENT_MILLIS = 1_500;
    private static final int LEADERLESS_LOOKS = (int) (SILENT_MILLIS / Health.WATCH_MILLIS);
    private static final int CONNECT_MILLIS = 500;
    private static final long PAUSE_MILLIS = 250;

    private final RaftServer server;
    private final RaftServer.Division division;
    private final ThreadFactory threads;
    private final Set<RaftPeerId> tried = ConcurrentHashMap.newKeySet();
    private final Set<RaftPeerId> unreached = ConcurrentHashMap.newKeySet();
    private volatile Set<RaftPeerId> silent = Set.of();
    /** Looks in a row without a leader. Of the timer's thread. */
    private int leaderless;

    Reconnector(RaftServer server, RaftServer.Division division, ThreadFactory threads) {
        this.server = server;
        this.division = division;
        this.threads = threads;
    }

    /** To be called at each look of {@link Health}, while the member is alive. */
    void look() {
        leaderless = division.getInfo().getLeaderId() == null ? leaderless + 1 : 0;
        silent = silentOnes();
        for (RaftPeer peer : division.getRaftConf().getCurrentPeers()) {
            if (silent.contains(peer.getId()) && tried.add(peer.getId())) {
                threads.newThread(() -> tryUntilHeard(peer)).start();
            }
        }
    }

    void close() {
        silent = Set.of();
    }

    /** Silent members that took no connection when they were last tried. */
    Set<RaftPeerId> unreached() {
        return Set.copyOf(unreached);
    }

    private Set<RaftPeerId> silentOnes() {
        if (division.getInfo().isLeader()) {
            return division.getInfo().getRoleInfoProto().getLeaderInfo().getFollowerInfoList().stream()
                    .filter(follower -> follower.getLastRpcElapsedTimeMs() > SILENT_MILLIS)
                    .map(follower -> RaftPeerId.valueOf(follower.getId().getId()))
                    .collect(Collectors.toUnmodifiableSet());
        }
        if (leaderless < LEADERLESS_LOOKS) {
            return Set.of();
        }
        return division.getRaftConf().getCurrentPeers().stream()
                .map(RaftPeer::getId)
                .filter(id -> !id.equals(division.getId()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private void tryUntilHeard(RaftPeer peer) {
        boolean doubtful = !division.getInfo().isLeader();
        try {
            while (silent.contains(peer.getId())) {
                boolean there = connects(peer);
                // Time for Ratis, which may have noticed by itself: what it has begun to send is not to be broken off.
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                if (!there) {
                    unreached.add(peer.getId());
                } else if ((unreached.remove(peer.getId()) || doubtful) && silent.contains(peer.getId())) {
                    doubtful = false;
                    LOG.debug("the way to member {} is whole again", peer.getId());
                    // Returns when the old connection is closed, which takes seconds.
                    server.getServerRpc()
                            .handleException(peer.getId(), new IOException("the way is whole again"), true);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            unreached.remove(peer.getId());
            tried.remove(peer.getId());
        }
    }

    private static boolean connects(RaftPeer peer) {
        LogMember member = Membership.member(peer);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(member.host(), member.port()), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
