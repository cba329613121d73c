package io.priok.simulation;

import io.priok.domain.NodeId;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a member of the log keeps while it leads in one term: how far each other is, and who waits for which entry. */
final class SimLead {
    private static final long BEAT = 100;
    private static final long STEP_DOWN = 800;
    private static final int BATCH = 50;

    /** A follower as the leader knows it. */
    private static final class Peer {
        long next;
        long match;
        long replied;
    }

    /** Told of an entry's fate once it is committed and applied here. */
    interface Waiting {
        void applied(long index, Outcome outcome);
    }

    private final SimReplica self;
    private final Simulation world;
    private final long term;
    private final long first;
    private final Map<NodeId, Peer> peers = new HashMap<>();
    private final Map<Long, Waiting> waiting = new TreeMap<>();
    private final Map<Long, Long> writtenAt = new TreeMap<>();
    private long confirmed;

    SimLead(SimReplica self, Simulation world) {
        this.self = self;
        this.world = world;
        this.term = self.term();
        this.first = self.disk.last() + 1;
        this.confirmed = -SimReplica.ELECTION_MIN;
        for (SimReplica peer : self.peers()) {
            Peer known = new Peer();
            known.next = first;
            known.replied = world.clock.millis();
            peers.put(peer.host.id, known);
        }
    }

    private boolean lives() {
        return self.role() == SimReplica.Role.LEADER && self.term() == term;
    }

    boolean isReady() {
        return self.commit() >= first;
    }

    /** An entry that was written a short while ago is committed: no other can have been elected since then. */
    boolean holdsLease() {
        return isReady() && world.clock.millis() - confirmed < SimReplica.ELECTION_MIN * 3 / 4;
    }

    void begin() {
        append(null, (index, outcome) -> {});
        beat();
    }

    private void beat() {
        if (!lives()) {
            return;
        }
        long silent = world.clock.millis() - STEP_DOWN;
        long near = 1
                + peers.values().stream().filter(peer -> peer.replied >= silent).count();
        if (near < self.majority()) {
            self.stepDown();
            return;
        }
        replicate();
        self.host.in(BEAT, this::beat);
    }

    void append(Transaction transaction, Waiting author) {
        self.disk.append(new LogEntry(term, transaction));
        waiting.put(self.disk.last(), author);
        writtenAt.put(self.disk.last(), world.clock.millis());
        replicate();
        self.force(this::count);
    }

    private void replicate() {
        self.peers().forEach(this::replicate);
    }

    private void replicate(SimReplica to) {
        Peer peer = peers.get(to.host.id);
        SimDisk disk = self.disk;
        if (peer.next <= disk.base()) {
            SimDisk.Snapshot snapshot = disk.snapshot();
            self.send(to, () -> to.install(self, term, snapshot));
            return;
        }
        long previous = peer.next - 1;
        long previousTerm = disk.termAt(previous);
        List<LogEntry> entries = disk.from(peer.next, BATCH);
        long committed = self.commit();
        self.send(to, () -> to.take(self, term, previous, previousTerm, entries, committed));
    }

    void matched(SimReplica from, long index) {
        Peer peer = peers.get(from.host.id);
        peer.replied = world.clock.millis();
        peer.match = Math.max(peer.match, index);
        boolean more = peer.next <= peer.match;
        peer.next = Math.max(peer.next, peer.match + 1);
        count();
        if (more && peer.next <= self.disk.last()) {
            replicate(from);
        }
    }

    void behind(SimReplica from, long hint) {
        Peer peer = peers.get(from.host.id);
        peer.replied = world.clock.millis();
        peer.next = Math.max(peer.match + 1, Math.min(peer.next, hint + 1));
        replicate(from);
    }

    /** An entry is committed once a majority has it, if it is of this term; with it all before it. */
    private void count() {
        if (!lives()) {
            return;
        }
        List<Long> matches = new ArrayList<>();
        matches.add(self.held());
        peers.values().forEach(peer -> matches.add(peer.match));
        matches.sort(Collections.reverseOrder());
        long index = Math.min(matches.get(self.majority() - 1), self.held());
        if (index > self.commit() && self.disk.termAt(index) == term) {
            self.commitTo(index);
            replicate();
        }
    }

    void applied(long index, Outcome outcome) {
        Long written = writtenAt.remove(index);
        if (written != null) {
            confirmed = Math.max(confirmed, written);
        }
        Waiting author = waiting.remove(index);
        if (author != null) {
            author.applied(index, outcome);
        }
    }
}
