package io.priok.log.ratis;

/**
 * Notices a follower that hears from its leader and takes no entries. Entries of an earlier term that come late, over a connection that
 * was cut, can leave Ratis's index of the log such that it refuses all that follow, until the log is opened anew.
 *
 * <p>Counts looks and not time: a process that was frozen has not been refusing meanwhile. Used by one thread.
 */
final class Stall {
    private final int patience;
    private long last = -1;
    private int looks;

    /** @param patience looks without progress; long enough for a snapshot to be sent */
    Stall(int patience) {
        this.patience = patience;
    }

    /**
     * @param following another member is known to lead
     * @param lastIndex of this member's log
     * @param committed the highest index that this member has heard of as committed anywhere
     * @return true once the patience is over, and only then
     */
    boolean look(boolean following, long lastIndex, long committed) {
        boolean stalled = following && lastIndex < committed && lastIndex == last;
        last = lastIndex;
        looks = stalled ? looks + 1 : 0;
        return looks == patience;
    }
}
