package io.priok.log.ratis;

import io.priok.log.LogException;
import io.priok.log.LogException.Kind;
import io.priok.log.LogMember;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes who is a member and who leads. Blocking: runs on the log's own thread for such changes, one at a time.
 *
 * <p>One member is added or removed per step. Ratis would change several at once by joint consensus, but refuses to add
 * as many as there are, and a single step leaves a majority of the old members in every majority of the new.
 *
 * <p>A member whose adding failed once holds entries that the leader does not know of. Ratis learns of them only with
 * the next entry, so a change that takes long is nudged along with an empty one.
 */
final class Membership {
    private static final Logger LOG = LoggerFactory.getLogger(RatisLog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    static final long STEP_MILLIS = 15_000;
    private static final long RETRY_MILLIS = 100;
    private static final long LISTENING_MILLIS = 10_000;
    private static final int CONNECT_MILLIS = 500;

    private final RaftServer.Division division;
    private final RaftClientRpc rpc;
    private final LeaderCalls leader;
    private final Lease lease;
    private final long transferMillis;

    /**
     * @param patience how long the leader may refuse writes for the sake of handing over: while it waits for the other to stand, it
     *     takes none
     */
    Membership(RaftServer.Division division, RaftClientRpc rpc, LeaderCalls leader, Lease lease, Duration patience) {
        this.lease = lease;
        this.division = division;
        this.rpc = rpc;
        this.leader = leader;
        this.transferMillis = patience.toMillis();
    }

    static RaftPeer peer(LogMember member) {
        return RaftPeer.newBuilder()
                .setId(member.id())
                .setAddress(member.address())
                .build();
    }

    static LogMember member(RaftPeer peer) {
        String address = peer.getAddress();
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replace("[", "").replace("]", "");
        return new LogMember(peer.getId().toString(), host, Integer.parseInt(address.substring(colon + 1)));
    }

    void set(List<LogMember> members) throws InterruptedException {
        List<RaftPeer> wanted = members.stream().map(Membership::peer).toList();
        if (wanted.isEmpty()) {
            throw new LogException(Kind.REFUSED, "a log needs at least one member");
        }
        rpc.addRaftPeers(wanted);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (; ; ) {
            Collection<RaftPeer> present = division.getRaftConf().getCurrentPeers();
            Optional<List<RaftPeer>> step =
                    nextStep(present, wanted, division.getInfo().getLeaderId());
            if (step.isEmpty()) {
                return;
            }
            rpc.addRaftPeers(present);
            awaitListening(step.get(), present);
            yieldBeforeLeaving(step.get());
            take(present, step.get(), deadline);
            awaitHere(step.get(), deadline);
            if (!ids(wanted).contains(division.getId()) && !ids(step.get()).contains(division.getId())) {
                // This member has just left; what is left to do can only be seen by one that is inside.
                return;
            }
        }
    }

    /** Only from the members that it was decided for: another leader may have changed them, and knows better. */
    private void take(Collection<RaftPeer> present, List<RaftPeer> next, long deadline) throws InterruptedException {
        SetConfigurationRequest.Arguments change = SetConfigurationRequest.Arguments.newBuilder()
                .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                .setServersInCurrentConf(List.copyOf(present))
                .setListenersInCurrentConf(List.of())
                .setServersInNewConf(next)
                .setListenersInNewConf(List.of())
                .build();
        try {
            leader.ask(
                    (to, call) -> new SetConfigurationRequest(
                            leader.client(), to, division.getMemberId().getGroupId(), call, change),
                    deadline);
        } catch (LogException refused) {
            // Made by an earlier attempt whose answer was lost.
            if (!ids(division.getRaftConf().getCurrentPeers()).equals(ids(next))) {
                throw refused;
            }
        }
    }

    /**
     * One that does not even listen is not worth asking the leader for: the leader makes no other change while it waits for it, and
     * a failed adding leaves traces.
     */
    private static void awaitListening(List<RaftPeer> step, Collection<RaftPeer> present) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMillis(LISTENING_MILLIS).toNanos();
        for (RaftPeer peer : step) {
            boolean joining = !ids(present).contains(peer.getId());
            while (joining && !listens(member(peer))) {
                if (System.nanoTime() > deadline) {
                    throw new LogException(
                            Kind.REFUSED,
                            "member " + peer.getId() + " does not answer at " + peer.getAddress() + ": not added");
                }
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
    }

    private static boolean listens(LogMember member) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(member.host(), member.port()), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A leader that removes itself leaves the others waiting for an election time-out; one that hands over first does not. */
    private void yieldBeforeLeaving(List<RaftPeer> step) throws InterruptedException {
        RaftPeerId now = division.getInfo().getLeaderId();
        if (now == null || ids(step).contains(now)) {
            return;
        }
        for (RaftPeer heir : step) {
            try {
                transferTo(heir.getId().toString());
                return;
            } catch (LogException e) {
                LOG.debug("{} does not take over before {} leaves", heir.getId(), now, e);
            }
        }
    }

    /** Additions first, then removals, the leader's last: whoever is asked for the steps should survive them. */
    static Optional<List<RaftPeer>> nextStep(
            Collection<RaftPeer> present, List<RaftPeer> wanted, @Nullable RaftPeerId leader) {
        List<RaftPeer> next = new ArrayList<>(present);
        for (RaftPeer peer : wanted) {
            Optional<RaftPeer> same =
                    present.stream().filter(p -> p.getId().equals(peer.getId())).findFirst();
            if (same.isPresent() && !same.get().getAddress().equals(peer.getAddress())) {
                // Ratis keeps the connections it has made for an id, so the new address would not be used.
                throw new LogException(
                        Kind.REFUSED,
                        "member " + peer.getId() + " cannot move from "
                                + same.get().getAddress() + " to " + peer.getAddress() + ": add it under a new id");
            }
            if (same.isEmpty()) {
                next.add(peer);
                return Optional.of(next);
            }
        }
        List<RaftPeer> leaving = present.stream()
                .filter(p -> wanted.stream().noneMatch(w -> w.getId().equals(p.getId())))
                .toList();
        if (leaving.isEmpty()) {
            return Optional.empty();
        }
        RaftPeer out = leaving.stream()
                .filter(p -> !p.getId().equals(leader))
                .findFirst()
                .orElse(leaving.get(0));
        next.remove(out);
        return Optional.of(next);
    }

    void transferTo(String memberId) throws InterruptedException {
        RaftPeerId target = RaftPeerId.valueOf(memberId);
        if (division.getRaftConf().getPeer(target) == null) {
            throw new LogException(Kind.REFUSED, memberId + " is not a member of the log");
        }
        if (target.equals(division.getInfo().getLeaderId())) {
            return;
        }
        refuseTheSilent(target);
        lease.suspend();
        try {
            leader.ask(
                    (to, call) -> new TransferLeadershipRequest(
                            leader.client(), to, division.getMemberId().getGroupId(), call, target, transferMillis),
                    System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2 * transferMillis));
            awaitLeader(target);
        } finally {
            lease.resume();
        }
    }

    /** The leader knows who has not answered for long. */
    private void refuseTheSilent(RaftPeerId target) {
        boolean silent = division.getInfo().getRoleInfoProto().getLeaderInfo().getFollowerInfoList().stream()
                .anyMatch(follower -> follower.getId().getId().equals(target.toByteString())
                        && follower.getLastRpcElapsedTimeMs() > transferMillis);
        if (silent) {
            throw new LogException(Kind.REFUSED, target + " has not answered for a while and cannot lead");
        }
    }

    private void awaitLeader(RaftPeerId target) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(transferMillis);
        while (System.nanoTime() < deadline && !target.equals(division.getInfo().getLeaderId())) {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS / 5);
        }
    }

    /** A follower learns of the change a little later than the leader that answered. */
    private void awaitHere(List<RaftPeer> step, long deadline) throws InterruptedException {
        Set<RaftPeerId> ids = ids(step);
        while (System.nanoTime() < deadline && ids.contains(division.getId())) {
            if (ids(division.getRaftConf().getCurrentPeers()).equals(ids)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS / 5);
        }
    }

    private static Set<RaftPeerId> ids(Collection<RaftPeer> peers) {
        return peers.stream().map(RaftPeer::getId).collect(Collectors.toSet());
    }
}
