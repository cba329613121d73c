package io.priok.simulation;

import io.priok.domain.NodeId;
import io.priok.simulation.Guards.Guard;
import io.priok.simulation.SimDisk.Ballot;
import io.priok.simulation.SimDisk.Snapshot;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A member of the log: what Raft promises, and all that it leaves open. Production has Apache Ratis here; where the two could
 * differ this does as that does. An entry counts on a member when it is forced there, on the leader too. A vote given is forced
 * before it is answered; a candidate's own before it writes anything as leader. A follower that hears its leader withholds its
 * vote. Nobody remembers requests, so that one that is sent again is written again.
 */
final class SimReplica {
    enum Role {
        FOLLOWER,
        CANDIDATE,
        LEADER
    }

    static final long ELECTION_MIN = 400;
    private static final long ELECTION_MAX = 800;
    private static final int SNAPSHOT_ENTRIES = 60;

    final SimManager host;
    final SimDisk disk = new SimDisk();
    private final Simulation world;
    private final Set<NodeId> votes = new HashSet<>();
    private Role role = Role.FOLLOWER;
    private SimReplica leader;
    private SimLead lead;
    private long commit;
    private long heard;
    private boolean snapshotting;

    SimReplica(SimManager host, Simulation world) {
        this.host = host;
        this.world = world;
    }

    Role role() {
        return role;
    }

    long term() {
        return disk.ballot().term();
    }

    long commit() {
        return commit;
    }

    SimReplica leader() {
        return leader;
    }

    /** True when it leads, and has committed an entry of its own term: all that came before is in its image. */
    boolean isReady() {
        return lead != null && lead.isReady();
    }

    boolean holdsLease() {
        return lead != null && lead.holdsLease();
    }

    List<SimReplica> peers() {
        return world.managers.stream()
                .filter(manager -> manager != host)
                .map(manager -> manager.replica)
                .toList();
    }

    int majority() {
        return world.guards.majorityOf(world.managers.size());
    }

    void start() {
        follow(null);
        commit = disk.snapshot().index();
        heard = world.clock.millis();
        watch();
    }

    void stop() {
        follow(null);
        snapshotting = false;
    }

    private void follow(SimReplica other) {
        role = Role.FOLLOWER;
        leader = other;
        lead = null;
        host.roleChanged();
    }

    private void watch() {
        long patience = world.clock.between(ELECTION_MIN, ELECTION_MAX);
        host.in(patience, () -> {
            if (role != Role.LEADER && world.clock.millis() - heard >= patience) {
                stand();
            }
            watch();
        });
    }

    private void stand() {
        stand(false);
    }

    /** Another leads at once, with the votes of those who hear this one, too. */
    void handOver(SimReplica to) {
        if (role == Role.LEADER) {
            stepDown();
            send(to, () -> to.stand(true));
        }
    }

    /** Stands for leader though nobody asked for it. */
    void challenge() {
        if (role != Role.LEADER) {
            stand(true);
        }
    }

    private void stand(boolean called) {
        disk.cast(new Ballot(term() + 1, host.id));
        follow(null);
        role = Role.CANDIDATE;
        heard = world.clock.millis();
        votes.clear();
        votes.add(host.id);
        long term = term();
        long last = disk.last();
        long lastTerm = disk.lastTerm();
        peers().forEach(peer -> send(peer, () -> peer.asked(this, term, last, lastTerm, called)));
        count();
    }

    void send(SimReplica to, Runnable message) {
        world.network.send(host, to.host, message);
    }

    private void asked(SimReplica candidate, long term, long last, long lastTerm, boolean called) {
        boolean led =
                !called && (role == Role.LEADER || (leader != null && world.clock.millis() - heard < ELECTION_MIN));
        if (term < term() || (led && term > term())) {
            return;
        }
        meet(term);
        NodeId vote = disk.ballot().vote();
        boolean behind = lastTerm < disk.lastTerm() || (lastTerm == disk.lastTerm() && last < disk.last());
        if (behind || (vote != null && !vote.equals(candidate.host.id))) {
            return;
        }
        disk.cast(new Ballot(term, candidate.host.id));
        heard = world.clock.millis();
        Runnable answer = () -> send(candidate, () -> candidate.elected(term, host.id));
        if (world.guards.has(Guard.VOTE)) {
            host.in(latency(), () -> {
                disk.forceBallot();
                answer.run();
            });
        } else {
            answer.run();
        }
    }

    private void elected(long term, NodeId voter) {
        if (role == Role.CANDIDATE && term == term()) {
            votes.add(voter);
            count();
        }
    }

    private void count() {
        if (votes.size() >= majority()) {
            role = Role.LEADER;
            leader = this;
            world.truth.elected(term(), host.id);
            if (world.guards.has(Guard.VOTE)) {
                disk.forceBallot();
            }
            lead = new SimLead(this, world);
            lead.begin();
        }
    }

    /** Another's term. */
    void meet(long term) {
        if (term > term()) {
            disk.cast(new Ballot(term, null));
            follow(null);
        }
    }

    void append(Transaction transaction, SimLead.Waiting author) {
        if (isReady()) {
            lead.append(transaction, author);
        }
    }

    void stepDown() {
        follow(null);
    }

    private long latency() {
        return world.clock.chance(0.05) ? world.clock.between(10, 200) : world.clock.between(1, 6);
    }

    void force(Runnable then) {
        SimDisk.Mark mark = disk.mark();
        if (world.guards.has(Guard.FORCE)) {
            host.in(latency(), () -> {
                disk.force(mark);
                then.run();
            });
        } else {
            host.in(world.clock.between(100, 3000), () -> disk.force(mark));
            then.run();
        }
    }

    /** Up to where this member may say that it has the log. */
    long held() {
        return world.guards.has(Guard.FORCE) ? disk.forced() : disk.last();
    }

    /** The leader's entries after an earlier one; none of them for a sign of life. */
    void take(SimReplica from, long term, long previous, long previousTerm, List<LogEntry> entries, long committed) {
        if (!accepts(from, term)) {
            return;
        }
        long end = previous + entries.size();
        if (previous > disk.last() || (previous >= disk.base() && disk.termAt(previous) != previousTerm)) {
            long hint = Math.min(disk.last(), previous - 1);
            send(from, () -> from.replied(term, lead -> lead.behind(this, hint)));
            return;
        }
        for (int i = 0; i < entries.size(); i++) {
            write(previous + 1 + i, entries.get(i));
        }
        Runnable confirm = () -> {
            if (term == term() && leader == from && end <= held()) {
                commitTo(Math.min(committed, end));
                send(from, () -> from.replied(term, lead -> lead.matched(this, end)));
            }
        };
        if (end > held()) {
            force(confirm);
        } else {
            confirm.run();
        }
    }

    private boolean accepts(SimReplica from, long term) {
        if (term < term()) {
            long mine = term();
            send(from, () -> from.meet(mine));
            return false;
        }
        meet(term);
        if (leader != from || role != Role.FOLLOWER) {
            follow(from);
        }
        heard = world.clock.millis();
        return true;
    }

    private void write(long index, LogEntry entry) {
        if (index <= disk.base() || (index <= disk.last() && disk.termAt(index) == entry.term())) {
            return;
        }
        if (index <= disk.last()) {
            if (index <= commit) {
                throw new Violation(host.id + " is to replace the committed entry " + index + " by " + entry);
            }
            disk.cutAfter(index - 1);
        }
        disk.append(entry);
    }

    interface ToLead {
        void tell(SimLead lead);
    }

    void replied(long term, ToLead reply) {
        if (lead != null && term == term()) {
            reply.tell(lead);
        }
    }

    /** A peer's snapshot, where the leader has no longer the entries that this member lacks. */
    void install(SimReplica from, long term, Snapshot snapshot) {
        if (!accepts(from, term)) {
            return;
        }
        host.in(world.clock.between(5, 100), () -> {
            if (snapshot.index() > commit) {
                disk.install(snapshot);
                commit = snapshot.index();
                host.restore(snapshot.image());
            }
            send(from, () -> from.replied(term, lead -> lead.matched(this, snapshot.index())));
        });
    }

    void commitTo(long index) {
        while (commit < Math.min(index, held())) {
            commit++;
            LogEntry entry = disk.entry(commit);
            world.truth.committed(host.id, commit, entry);
            Transaction transaction = entry.transaction();
            Outcome outcome = transaction == null ? null : host.apply(commit, transaction);
            if (lead != null) {
                lead.applied(commit, outcome);
            }
        }
        if (commit - disk.snapshot().index() > SNAPSHOT_ENTRIES && !snapshotting) {
            snapshotting = true;
            Snapshot next = new Snapshot(commit, disk.termAt(commit), host.image());
            host.in(world.clock.between(5, 300), () -> {
                snapshotting = false;
                if (next.index() > disk.snapshot().index()) {
                    disk.keep(next);
                }
            });
        }
    }
}
