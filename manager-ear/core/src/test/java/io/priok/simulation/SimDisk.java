package io.priok.simulation;

import io.priok.domain.NodeId;
import io.priok.image.Image;
import java.util.ArrayList;
import java.util.List;

/**
 * What a manager has written, and how much of it outlives a power failure. A process that dies leaves everything behind; of what was
 * not forced to the disk a failing host leaves some beginning, by chance.
 */
final class SimDisk {
    /** Term and vote, which lie in a file of their own. */
    record Ballot(long term, NodeId vote) {}

    record Snapshot(long index, long term, Image image) {}

    /** How far the log was when a force began. */
    record Mark(long last, int cuts) {}

    private static final Snapshot NOTHING = new Snapshot(0, 0, Image.empty());

    private final List<LogEntry> entries = new ArrayList<>();
    /** Entries up to here are in snapshots only. */
    private long base;

    private long baseTerm;
    private long forced;
    private int cuts;
    private Ballot ballot = new Ballot(0, null);
    private Ballot forcedBallot = ballot;
    private Snapshot snapshot = NOTHING;
    private Snapshot olderSnapshot = NOTHING;
    private Image projection = Image.empty();
    private Image forcedProjection = projection;

    long base() {
        return base;
    }

    long last() {
        return base + entries.size();
    }

    long forced() {
        return forced;
    }

    long lastTerm() {
        return termAt(last());
    }

    /** @param index from the base to the last */
    long termAt(long index) {
        return index == base ? baseTerm : entry(index).term();
    }

    LogEntry entry(long index) {
        return entries.get((int) (index - base - 1));
    }

    List<LogEntry> from(long index, int most) {
        int begin = (int) (index - base - 1);
        return List.copyOf(entries.subList(begin, Math.min(entries.size(), begin + most)));
    }

    void append(LogEntry entry) {
        entries.add(entry);
    }

    void cutAfter(long index) {
        entries.subList((int) (index - base), entries.size()).clear();
        forced = Math.min(forced, index);
        cuts++;
    }

    Mark mark() {
        return new Mark(last(), cuts);
    }

    /** The file system writes in order: with the log's entries, the vote that was cast before them. */
    void force(Mark mark) {
        if (mark.cuts() == cuts) {
            forced = Math.max(forced, mark.last());
            forceBallot();
        }
    }

    Ballot ballot() {
        return ballot;
    }

    void cast(Ballot next) {
        ballot = next;
    }

    void forceBallot() {
        forcedBallot = ballot;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** Own snapshots; the log is kept back to the older of two. */
    void keep(Snapshot next) {
        olderSnapshot = snapshot;
        snapshot = next;
        purge(olderSnapshot);
    }

    /** A peer's snapshot. Entries after it stay if they follow on it. */
    void install(Snapshot given) {
        boolean follows = given.index() <= last() && given.index() >= base && termAt(given.index()) == given.term();
        snapshot = given;
        olderSnapshot = given;
        if (follows) {
            purge(given);
        } else {
            entries.clear();
            base = given.index();
            baseTerm = given.term();
            forced = base;
            cuts++;
        }
    }

    private void purge(Snapshot upTo) {
        if (upTo.index() > base) {
            baseTerm = upTo.term();
            entries.subList(0, (int) (upTo.index() - base)).clear();
            base = upTo.index();
            forced = Math.max(forced, base);
        }
    }

    Image projection() {
        return projection;
    }

    void project(Image image) {
        projection = image;
    }

    void forceProjection() {
        forcedProjection = projection;
    }

    void loseProjection() {
        projection = Image.empty();
        forcedProjection = projection;
    }

    void powerFails(Clockwork clock) {
        cutAfter(clock.between(forced, last()));
        forced = last();
        ballot = forcedBallot;
        projection = forcedProjection;
    }
}
