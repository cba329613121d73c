package io.priok.simulation.scope;

import java.util.ArrayList;
import java.util.List;

/**
 * A member of the log: what it has written, and how much of that a power failure leaves.
 *
 * @param vote in its term; 0 for none
 * @param forcedTerm and {@code forcedVote}: the ballot after a power failure
 * @param forced entries that outlive one
 * @param votes a bit for each member whose vote it has as a candidate
 */
record Member(
        int term,
        int vote,
        int forcedTerm,
        int forcedVote,
        List<Entry> log,
        int forced,
        boolean leads,
        boolean stands,
        int votes) {
    /** @param writer tells apart what two leaders of one term would write; the protocol does not look at it */
    record Entry(int term, int writer) {}

    static final Member NEW = new Member(0, 0, 0, 0, List.of(), 0, false, false, 0);

    int lastTerm() {
        return log.isEmpty() ? 0 : log.get(log.size() - 1).term();
    }

    boolean isBehind(int otherTerm, int otherLength) {
        return lastTerm() < otherTerm || (lastTerm() == otherTerm && log.size() <= otherLength);
    }

    Member inTerm(int next) {
        return next == term ? this : new Member(next, 0, forcedTerm, forcedVote, log, forced, false, false, 0);
    }

    Member standing(int self) {
        return new Member(term + 1, self, forcedTerm, forcedVote, log, forced, false, true, 1 << self);
    }

    Member votedFor(int candidate) {
        return new Member(term, candidate, forcedTerm, forcedVote, log, forced, leads, stands, votes);
    }

    Member electedBy(int voter) {
        return new Member(term, vote, forcedTerm, forcedVote, log, forced, leads, stands, votes | 1 << voter);
    }

    Member leading() {
        return new Member(term, vote, forcedTerm, forcedVote, log, forced, true, false, 0);
    }

    Member with(Entry entry) {
        List<Entry> longer = new ArrayList<>(log);
        longer.add(entry);
        return new Member(term, vote, forcedTerm, forcedVote, List.copyOf(longer), forced, leads, stands, votes);
    }

    /** As Raft does: what has the same place and term is taken for the same. */
    Member following(List<Entry> theirs) {
        List<Entry> mine = new ArrayList<>(log);
        int kept = forced;
        for (int i = 0; i < theirs.size(); i++) {
            if (i < mine.size() && mine.get(i).term() != theirs.get(i).term()) {
                mine.subList(i, mine.size()).clear();
                kept = Math.min(kept, i);
            }
            if (i == mine.size()) {
                mine.add(theirs.get(i));
            }
        }
        return new Member(term, vote, forcedTerm, forcedVote, List.copyOf(mine), kept, false, false, 0);
    }

    Member ballotForced() {
        return new Member(term, vote, term, vote, log, forced, leads, stands, votes);
    }

    /** A file system with a journal: what was written before is forced too. */
    Member allForced() {
        return new Member(term, vote, term, vote, log, log.size(), leads, stands, votes);
    }

    Member withoutPower() {
        return new Member(
                forcedTerm, forcedVote, forcedTerm, forcedVote, log.subList(0, forced), forced, false, false, 0);
    }
}
