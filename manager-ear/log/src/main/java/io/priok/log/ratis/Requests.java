package io.priok.log.ratis;

import io.priok.log.LogException;
import io.priok.log.LogException.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.ResourceUnavailableException;
import org.apache.ratis.protocol.exceptions.ServerNotReadyException;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;

/**
 * Carries appends to whoever leads until they are answered or their time is up.
 *
 * <p>All tries of one request carry the same call id, by which Ratis recognises a repeat, so a try whose answer was
 * lost may be repeated at the next leader. Whether any try may have reached a log decides between {@code NO_LEADER}
 * and {@code UNKNOWN} in the end.
 */
final class Requests {
    private static final long RETRY_MILLIS = 20;
    private static final long RECONNECT_NANOS = 200_000_000;

    private final RaftServer server;
    private final RaftServer.Division division;
    private final RaftClientRpc rpc;
    private final ScheduledExecutorService timer;
    private final Executor closing;
    private final Duration patience;
    private final Lease lease;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();
    private final Map<RaftPeerId, Long> reconnects = new ConcurrentHashMap<>();
    private final Set<Request> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable LogException stopped;

    Requests(
            RaftServer server,
            RaftServer.Division division,
            RaftClientRpc rpc,
            ScheduledExecutorService timer,
            Executor closing,
            Duration patience,
            Lease lease) {
        this.lease = lease;
        this.server = server;
        this.division = division;
        this.rpc = rpc;
        this.timer = timer;
        this.closing = closing;
        this.patience = patience;
    }

    CompletableFuture<RaftClientReply> write(Message message) {
        LogException reason = stopped;
        if (reason != null) {
            return CompletableFuture.failedFuture(reason);
        }
        Lease.Start start = lease.start();
        Request request = new Request(message);
        open.add(request);
        request.begin();
        return request.answer.whenComplete((reply, failure) -> {
            if (failure == null) {
                lease.confirmed(start);
            }
        });
    }

    /** Another member leads: what waits at the old one is asked again of the new one. */
    void leaderChanged(@Nullable RaftPeerId leader) {
        if (leader != null) {
            open.forEach(request -> request.abandonTryAtOtherThan(leader));
        }
    }

    void stop(LogException reason) {
        stopped = reason;
        open.forEach(request -> request.giveUp(reason));
    }

    /**
     * A connection that failed once fails for ever, so it is made anew; but only once in a while, for many requests
     * fail with it, and making it anew fails those that are on it again.
     */
    private void reconnect(RaftPeerId target, Throwable failure) {
        long now = System.nanoTime();
        Long due = reconnects.get(target);
        if (!target.equals(division.getId()) && (due == null || now - due > 0)) {
            reconnects.put(target, now + RECONNECT_NANOS);
            // Waits for seconds until the old connection is closed; the new one can be used at once.
            closing.execute(() -> rpc.handleException(target, failure, true));
        }
    }

    private final class Request {
        private final Message message;
        private final long call = calls.incrementAndGet();
        private final CompletableFuture<RaftClientReply> answer = new CompletableFuture<>();
        private volatile boolean mayBeAppended;
        private volatile @Nullable Throwable lastFailure;
        private volatile @Nullable Try current;

        private Request(Message message) {
            this.message = message;
        }

        void begin() {
            ScheduledFuture<?> deadline = timer.schedule(this::timeUp, patience.toMillis(), TimeUnit.MILLISECONDS);
            CompletableFuture<?> unused = answer.whenComplete((reply, failure) -> {
                deadline.cancel(false);
                open.remove(this);
            });
            attempt();
        }

        private void attempt() {
            if (answer.isDone()) {
                return;
            }
            RaftPeerId self = division.getId();
            RaftPeerId target = division.getInfo().getLeaderId();
            if (target == null) {
                again();
                return;
            }
            Try attempt = new Try(target, new CompletableFuture<>());
            current = attempt;
            CompletableFuture<?> unusedSettled =
                    attempt.outcome.whenComplete((reply, failure) -> settle(attempt, reply, failure));
            RaftClientRequest request = RaftClientRequest.newBuilder()
                    .setClientId(client)
                    .setServerId(target)
                    .setGroupId(division.getMemberId().getGroupId())
                    .setCallId(call)
                    .setMessage(message)
                    .setType(RaftClientRequest.writeRequestType())
                    .setTimeoutMs(patience.toMillis())
                    .build();
            CompletableFuture<?> unusedSent = send(request, target.equals(self)).whenComplete((reply, failure) -> {
                if (failure == null) {
                    attempt.outcome.complete(reply);
                } else {
                    attempt.outcome.completeExceptionally(failure);
                }
            });
        }

        private CompletableFuture<RaftClientReply> send(RaftClientRequest request, boolean here) {
            try {
                if (!here) {
                    rpc.addRaftPeers(division.getRaftConf().getAllPeers());
                }
                return here ? server.submitClientRequestAsync(request) : rpc.sendRequestAsyncUnordered(request);
            } catch (Exception e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        private void settle(Try attempt, @Nullable RaftClientReply reply, @Nullable Throwable thrown) {
            if (reply != null && reply.isSuccess()) {
                answer.complete(reply);
                return;
            }
            Throwable failure = thrown != null ? unwrap(thrown) : reply == null ? null : reply.getException();
            lastFailure = failure;
            mayBeAppended |= !certainlyRefused(failure);
            if (thrown != null && !(failure instanceof CancellationException)) {
                reconnect(attempt.target, thrown);
            }
            again();
        }

        private void again() {
            try {
                Future<?> unused = timer.schedule(this::attempt, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                giveUp(new LogException(Kind.CLOSED, "the log is closed", e));
            }
        }

        private void abandonTryAtOtherThan(RaftPeerId leader) {
            Try attempt = current;
            if (attempt != null && !attempt.target.equals(leader)) {
                attempt.outcome.completeExceptionally(new CancellationException("another member leads"));
            }
        }

        private void timeUp() {
            Kind kind = mayBeAppended || stillUnderWay() ? Kind.UNKNOWN : Kind.NO_LEADER;
            String what = kind == Kind.UNKNOWN ? "the log did not answer" : "the log has no leader with a majority";
            giveUp(new LogException(kind, what + " within " + patience.toMillis() + " ms", lastFailure));
        }

        private boolean stillUnderWay() {
            Try attempt = current;
            return attempt != null && !attempt.outcome.isDone();
        }

        private void giveUp(LogException reason) {
            boolean sent = (mayBeAppended || current != null);
            answer.completeExceptionally(
                    sent && reason.kind() != Kind.UNKNOWN && reason.kind() != Kind.NO_LEADER
                            ? new LogException(Kind.UNKNOWN, "the log stopped before it answered", reason)
                            : reason);
        }

        private boolean certainlyRefused(@Nullable Throwable failure) {
            return failure instanceof LeaderNotReadyException
                    || failure instanceof ResourceUnavailableException
                    || failure instanceof ServerNotReadyException;
        }
    }

    private record Try(RaftPeerId target, CompletableFuture<RaftClientReply> outcome) {}

    static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
