package io.priok.e2e.nemesis;

import io.priok.e2e.Api;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Requests that are given up after a time. The connection is closed then; what becomes of the request nobody knows. */
final class Door {
    private final ExecutorService threads;
    private final Duration patience;

    Door(ExecutorService threads, Duration patience) {
        this.threads = threads;
        this.patience = patience;
    }

    /** Either an answer or a failure. */
    record Reply(Api.@Nullable Response answer, @Nullable Throwable failure) {
        Operation.Outcome outcome() {
            return answer != null ? Answers.outcome(answer) : Answers.outcome(failure());
        }

        @Override
        public Throwable failure() {
            return failure == null ? new IllegalStateException("answered") : failure;
        }

        boolean is(int status) {
            return answer != null && answer.status() == status;
        }

        /** Status and message, or why there is no answer. */
        String words() {
            if (answer == null) {
                return String.valueOf(failure().getMessage());
            }
            return answer.status() < 300 ? "" + answer.status() : answer.status() + " " + answer.message();
        }
    }

    interface Request {
        Api.Response send();
    }

    Reply ask(Request request) {
        Future<Api.Response> answer = threads.submit(request::send);
        try {
            return new Reply(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS), null);
        } catch (TimeoutException e) {
            // The interrupt closes the channel.
            answer.cancel(true);
            return new Reply(null, new IllegalStateException("no answer within " + patience.toSeconds() + " s", e));
        } catch (ExecutionException e) {
            return new Reply(null, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Reply(null, e);
        }
    }
}
