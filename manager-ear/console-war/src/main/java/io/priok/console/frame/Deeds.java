package io.priok.console.frame;

import io.priok.control.desk.ClusterDesk;
import io.priok.control.port.Refusals;
import io.priok.domain.Refusal;
import io.priok.state.Transaction;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Does what buttons ask, as the API would: decides against the image, commits, and refuses in the API's words. */
@RequestScoped
public class Deeds {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Inject
    private Cluster cluster;

    @Inject
    private Person person;

    /**
     * Returns once the change is applied on this manager.
     *
     * @throws Refusal with the text for the user; UNKNOWN when no answer came in time and the change may yet be applied
     */
    public void commit(Function<ClusterDesk, Transaction> decision) {
        if (!person.isAdministrator()) {
            throw Refusal.plain(
                    Refusal.Kind.FAILED_PRECONDITION, "your role, " + person.role() + ", may look but not change");
        }
        ClusterDesk desk = cluster.desk();
        Transaction transaction = decision.apply(desk);
        if (cluster.standing().isLeaderless()) {
            throw Refusals.noLeader();
        }
        await(desk, transaction);
        cluster.forget();
    }

    private static void await(ClusterDesk desk, Transaction transaction) {
        try {
            desk.commit(transaction).toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw refusal(e);
        } catch (TimeoutException e) {
            throw Refusal.plain(
                    Refusal.Kind.UNKNOWN,
                    "no answer within " + PATIENCE.toSeconds()
                            + " s; the change may still be applied: look before you repeat it");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.plain(
                    Refusal.Kind.UNKNOWN, "interrupted while the managers agreed; look before you repeat it");
        }
    }

    private static Refusal refusal(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof Refusal refusal
                ? refusal
                : Refusal.plain(Refusal.Kind.UNKNOWN, String.valueOf(cause.getMessage()));
    }
}
