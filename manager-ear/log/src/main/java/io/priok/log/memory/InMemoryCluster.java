package io.priok.log.memory;

import io.priok.log.LogException;
import io.priok.log.LogException.Kind;
import io.priok.log.LogMember;
import io.priok.log.ReplicatedLog;
import io.priok.log.StateMachine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one log that all in-memory members share, and the network between them.
 *
 * <p>A member is reachable when it is open and not cut off. The log works while the reachable members are a majority;
 * then the lowest reachable id leads unless leadership was handed over. A member that is cut off hears nothing: it
 * keeps its state, refuses appends and barriers, and catches up when healed. The cluster's monitor guards everything.
 */
public final class InMemoryCluster {
    /** Index 0 is never an entry, so index i is at place i - 1. */
    private final List<byte[]> entries = new ArrayList<>();

    private final Map<String, InMemoryLog> running = new LinkedHashMap<>();
    private final Set<String> cut = new HashSet<>();
    private final int entryLimit;
    private long base;
    private List<LogMember> members = List.of();
    private @Nullable String leader;
    private long term;

    public InMemoryCluster() {
        this(4 << 20);
    }

    /** @param entryLimit bytes of the largest entry accepted */
    public InMemoryCluster(int entryLimit) {
        this.entryLimit = entryLimit;
    }

    /** Begins the log with this member alone; what its state already holds is kept. */
    public synchronized ReplicatedLog bootstrap(LogMember self, StateMachine state) {
        if (!members.isEmpty()) {
            throw new LogException(Kind.REFUSED, "the log already has members");
        }
        members = List.of(self);
        base = state.appliedIndex();
        return start(self, state);
    }

    /** Starts a member that is or will be part of the log: a new one waits outside, a known one catches up. */
    public synchronized ReplicatedLog start(LogMember self, StateMachine state) {
        if (running.containsKey(self.id())) {
            throw new LogException(Kind.REFUSED, self.id() + " is already running");
        }
        InMemoryLog log = new InMemoryLog(this, self, state);
        running.put(self.id(), log);
        settle();
        return log;
    }

    /** Takes a member off the network. */
    public synchronized void cut(String memberId) {
        cut.add(memberId);
        settle();
    }

    public synchronized void heal(String memberId) {
        cut.remove(memberId);
        settle();
    }

    synchronized void stop(String memberId) {
        running.remove(memberId);
        settle();
    }

    /** Appends at the leader on behalf of a member and applies everywhere within reach. */
    synchronized long append(String from, byte[] entry) {
        if (entry.length > entryLimit) {
            throw new LogException(
                    Kind.TOO_LARGE, "an entry of " + entry.length + " bytes is over the limit of " + entryLimit);
        }
        if (entry.length == 0) {
            throw new LogException(Kind.REFUSED, "an entry must not be empty");
        }
        requireLeader(from);
        entries.add(entry.clone());
        catchUp();
        return lastIndex();
    }

    synchronized long barrier(String from) {
        requireLeader(from);
        return lastIndex();
    }

    synchronized void setMembers(String from, List<LogMember> wanted) {
        requireLeader(from);
        if (wanted.isEmpty()) {
            throw new LogException(Kind.REFUSED, "a log needs at least one member");
        }
        for (LogMember member : wanted) {
            if (!running.containsKey(member.id()) && !isMember(member.id())) {
                throw new LogException(Kind.UNKNOWN, "new member " + member.id() + " does not answer");
            }
        }
        members = wanted.stream().sorted(Comparator.comparing(LogMember::id)).toList();
        settle();
    }

    synchronized void transfer(String from, String to) {
        requireLeader(from);
        if (!isMember(to) || !reachable(to)) {
            throw new LogException(Kind.REFUSED, to + " is not a member within reach");
        }
        lead(to);
        running.values().forEach(InMemoryLog::tell);
    }

    synchronized Optional<String> leaderSeenBy(String memberId) {
        return reachable(memberId) ? Optional.ofNullable(leader) : Optional.empty();
    }

    synchronized long term() {
        return term;
    }

    synchronized List<LogMember> members() {
        return members;
    }

    synchronized long lastIndex() {
        return base + entries.size();
    }

    synchronized byte[] entry(long index) {
        return entries.get((int) (index - base - 1)).clone();
    }

    /** The first index that is still in the log; a state that ends before it needs a peer's snapshot. */
    synchronized long firstIndex() {
        return base + 1;
    }

    synchronized Optional<StateMachine> upToDatePeer(String notThis) {
        return running.values().stream()
                .filter(log -> !log.self().id().equals(notThis))
                .filter(log -> log.state().appliedIndex() >= base)
                .map(InMemoryLog::state)
                .findFirst();
    }

    synchronized boolean isMember(String id) {
        return members.stream().anyMatch(member -> member.id().equals(id));
    }

    private boolean reachable(String id) {
        return running.containsKey(id) && !cut.contains(id);
    }

    private void requireLeader(String from) {
        if (!isMember(from)) {
            throw new LogException(Kind.NO_LEADER, from + " is not a member of the log");
        }
        if (leader == null || !reachable(from)) {
            throw new LogException(Kind.NO_LEADER, "the log has no leader with a majority");
        }
    }

    /** After any change of the network or the members: who leads, who catches up, who is told. */
    private void settle() {
        List<LogMember> up =
                members.stream().filter(member -> reachable(member.id())).toList();
        if (2 * up.size() <= members.size()) {
            leader = null;
        } else {
            String present = leader;
            if (present == null || up.stream().noneMatch(member -> member.id().equals(present))) {
                lead(up.get(0).id());
            }
            catchUp();
        }
        List.copyOf(running.values()).forEach(InMemoryLog::tell);
    }

    private void lead(String id) {
        leader = id;
        term++;
    }

    private void catchUp() {
        for (LogMember member : members) {
            InMemoryLog log = running.get(member.id());
            if (log != null && reachable(member.id())) {
                log.applyUpTo(lastIndex());
            }
        }
    }
}
