package io.priok.log;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One member's hold on a log that is the same on all members.
 *
 * <p>Futures fail with a {@link LogException} (wrapped in a {@code CompletionException} by {@code join}). They complete
 * on the log's own threads, so dependent stages must not block. Entries that are in flight together may land in either
 * order; one that was acknowledged before another was appended has the lower index. After a crash an entry that was
 * retried inside the log can, rarely, be applied twice: give entries a unique id and let {@code apply} ignore repeats.
 */
public interface ReplicatedLog extends AutoCloseable {
    /**
     * Appends an entry of at least one byte, from any member. Completes only when it is forced to the disks of a majority and applied on
     * this member.
     */
    CompletableFuture<Appended> append(byte[] entry);

    /**
     * Completes with an index that this member has applied and that is no lower than that of any entry acknowledged
     * anywhere before the call. A majority confirms it; without one it fails as {@code NO_LEADER}.
     */
    CompletableFuture<Long> readBarrier();

    /**
     * True while this member leads and knows that no other can: an image that it had before the call then holds every entry that was
     * acknowledged before the image was read. Says false now and then without a reason; a {@link #readBarrier()} that succeeds on the
     * leader makes it true for a while. A leader that sleeps or is cut off says false before another is elected, which its role, in
     * {@link #status()}, does not.
     */
    default boolean isCurrent() {
        return false;
    }

    LogStatus status();

    /** Calls the listener with the present status, and again whenever role, term, leader or members change. */
    void onRoleChange(Consumer<LogStatus> listener);

    /**
     * Makes these the voting members, one step at a time so that a majority exists throughout. Completes when the last
     * step is committed. New members must be running: one that does not listen within 10 s, or falls silent for 15 s before it has
     * caught up, fails the change as {@code REFUSED}, and the members are as they were before that step. A member that is not in the
     * list is left outside; a leader that is not hands over first.
     */
    CompletableFuture<Void> setMembers(List<LogMember> members);

    /**
     * True once this member has learnt that it was removed. It is outside for good then: to take part again it is closed, its
     * directory emptied, and opened as one that joins. A member that was removed while it could not hear of it learns so from the
     * others within seconds of being back.
     */
    default boolean removed() {
        return false;
    }

    /** Why this member takes no part at present, or no longer; empty while it does, and after {@link #close}. */
    default Optional<LogException> trouble() {
        return Optional.empty();
    }

    /**
     * Hands leadership over. Completes when the other member leads; fails as {@code REFUSED} for one that is not a member or has been
     * silent. The log takes no writes meanwhile, for two election time-outs at most.
     */
    CompletableFuture<Void> transferLeadership(String memberId);

    /** Takes a snapshot now, on this member. Completes with the index it covers once it is on disk. */
    CompletableFuture<Long> snapshot();

    /** Stops this member; its data stays. Pending futures fail as {@code CLOSED} or {@code UNKNOWN}. */
    @Override
    void close();
}
