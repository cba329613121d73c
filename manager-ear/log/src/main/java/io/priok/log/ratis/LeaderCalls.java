package io.priok.log.ratis;

import io.priok.log.LogException;
import io.priok.log.LogException.Kind;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.protocol.exceptions.ReconfigurationTimeoutException;
import org.apache.ratis.protocol.exceptions.SetConfigurationException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.IOUtils;

/** Asks whoever leads for a change of members or leader until it is made, refused, or the time is over. Blocking. */
final class LeaderCalls {
    private static final long RETRY_MILLIS = 100;
    private static final long NUDGE_MILLIS = 2_000;

    private final RaftServer server;
    private final RaftServer.Division division;
    private final RaftClientRpc rpc;
    private final Runnable nudge;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();

    /** @param nudge appends an empty entry */
    LeaderCalls(RaftServer server, RaftServer.Division division, RaftClientRpc rpc, Runnable nudge) {
        this.server = server;
        this.division = division;
        this.rpc = rpc;
        this.nudge = nudge;
    }

    ClientId client() {
        return client;
    }

    interface Question {
        RaftClientRequest to(RaftPeerId leader, long call);
    }

    void ask(Question question, long deadline) throws InterruptedException {
        Throwable last = null;
        while (System.nanoTime() < deadline) {
            RaftPeerId leader = division.getInfo().getLeaderId();
            if (leader != null) {
                try {
                    RaftClientReply reply = send(
                            question.to(leader, calls.incrementAndGet()), leader.equals(division.getId()), deadline);
                    if (reply.isSuccess()) {
                        return;
                    }
                    last = reply.getException();
                } catch (IOException e) {
                    last = e;
                }
                if (last instanceof SetConfigurationException || last instanceof ReconfigurationTimeoutException) {
                    throw new LogException(Kind.REFUSED, String.valueOf(last.getMessage()), last);
                }
            }
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
        throw new LogException(
                last == null ? Kind.NO_LEADER : Kind.UNKNOWN, "the leader did not make the change in time", last);
    }

    private RaftClientReply send(RaftClientRequest request, boolean here, long deadline)
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
}
