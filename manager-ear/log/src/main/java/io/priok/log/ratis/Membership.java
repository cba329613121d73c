package io.priok.log.ratis;

import io.priok.log.LogException;
import io.priok.log.LogException.Kind;
import io.priok.log.LogMember;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.protocol.exceptions.SetConfigurationException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.IOUtils;
import org.jspecify.annotations.Nullable;

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
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    static final long STEP_MILLIS = 15_000;
    private static final long RETRY_MILLIS = 100;
    private static final long NUDGE_MILLIS = 2_000;

    private final RaftServer server;
    private final RaftServer.Division division;
    private final RaftClientRpc rpc;
    private final Runnable nudge;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();

    /** @param nudge appends an empty entry */
    Membership(RaftServer server, RaftServer.Division division, RaftClientRpc rpc, Runnable nudge) {
        this.server = server;
        this.division = division;
        this.rpc = rpc;
        this.nudge = nudge;
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
            askLeader(
                    leader -> new SetConfigurationRequest(
                            client,
                            leader,
                            division.getMemberId().getGroupId(),
                            calls.incrementAndGet(),
                            SetConfigurationRequest.Arguments.newBuilder()
                                    .setServersInNewConf(step.get())
                                    .setListenersInNewConf(List.of())
                                    .build()),
                    deadline);
            awaitHere(step.get(), deadline);
            if (wanted.stream().noneMatch(peer -> peer.getId().equals(division.getId()))
                    && step.get().stream().noneMatch(peer -> peer.getId().equals(division.getId()))) {
                // This member has just left; what is left to do can only be seen by one that is inside.
                return;
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
        long deadline = System.nanoTime() + Duration.ofMillis(STEP_MILLIS).toNanos();
        askLeader(
                leader -> new TransferLeadershipRequest(
                        client,
                        leader,
                        division.getMemberId().getGroupId(),
                        calls.incrementAndGet(),
                        target,
                        STEP_MILLIS / 3),
                deadline);
    }

    private interface ForLeader {
        RaftClientRequest request(RaftPeerId leader);
    }

    private void askLeader(ForLeader question, long deadline) throws InterruptedException {
        Throwable last = null;
        while (System.nanoTime() < deadline) {
            RaftPeerId leader = division.getInfo().getLeaderId();
            if (leader != null) {
                try {
                    RaftClientReply reply = ask(question.request(leader), leader.equals(division.getId()), deadline);
                    if (reply.isSuccess()) {
                        return;
                    }
                    last = reply.getException();
                } catch (IOException e) {
                    last = e;
                }
                if (last instanceof SetConfigurationException) {
                    throw new LogException(Kind.REFUSED, String.valueOf(last.getMessage()), last);
                }
            }
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
        throw new LogException(
                last == null ? Kind.NO_LEADER : Kind.UNKNOWN, "the leader did not make the change in time", last);
    }

    private RaftClientReply ask(RaftClientRequest request, boolean here, long deadline)
            throws IOException, InterruptedException {
        if (!here) {
            nudge.run();
            return rpc.sendRequest(request);
        }
        CompletableFuture<RaftClientReply> reply = request instanceof SetConfigurationRequest change
                ? server.setConfigurationAsync(change)
                : server.transferLeadershipAsync((TransferLeadershipRequest) request);
        while (System.nanoTime() < deadline) {
            try {
                return reply.get(NUDGE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                nudge.run();
            } catch (ExecutionException e) {
                throw IOUtils.asIOException(Requests.unwrap(e));
            }
        }
        throw new IOException("the change is still under way");
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
