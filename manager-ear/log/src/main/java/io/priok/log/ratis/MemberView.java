package io.priok.log.ratis;

import io.priok.log.LogMember;
import io.priok.log.LogStatus;
import io.priok.log.LogStatus.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;

/** What a member knows of itself and of its group. */
final class MemberView {
    private final String self;
    private final RaftServer.Division division;
    private final RatisStateMachine machine;

    MemberView(String self, RaftServer.Division division, RatisStateMachine machine) {
        this.self = self;
        this.division = division;
        this.machine = machine;
    }

    /** The term that this member leads; 0 when it leads none, and while that changes. */
    long termLed() {
        DivisionInfo info = division.getInfo();
        long term = info.getCurrentTerm();
        return info.isLeader() && info.isLeaderReady() && info.getCurrentTerm() == term ? term : 0;
    }

    /** Leads, and nobody can be elected without the only member's vote. */
    boolean isAlone() {
        return termLed() != 0 && division.getRaftConf().getCurrentPeers().size() == 1;
    }

    LogStatus status(boolean stopped, boolean removed) {
        DivisionInfo info = division.getInfo();
        List<LogMember> members = division.getRaftConf().getCurrentPeers().stream()
                .map(Membership::member)
                .sorted(Comparator.comparing(LogMember::id))
                .toList();
        Optional<String> leader = Optional.ofNullable(info.getLeaderId()).map(RaftPeerId::toString);
        return new LogStatus(
                stopped ? Role.STOPPED : role(info, members, removed),
                info.getCurrentTerm(),
                leader,
                Math.max(0, division.getRaftLog().getLastCommittedIndex()),
                machine.appliedIndex(),
                members);
    }

    private Role role(DivisionInfo info, List<LogMember> members, boolean removed) {
        if (!info.isAlive()) {
            return removed ? Role.OUTSIDE : Role.CANDIDATE;
        }
        if (members.stream().noneMatch(member -> member.id().equals(self))) {
            return Role.OUTSIDE;
        }
        if (info.isLeader()) {
            // Elected, but not yet caught up with its predecessors: not a leader anyone should ask.
            return info.isLeaderReady() ? Role.LEADER : Role.CANDIDATE;
        }
        return info.isCandidate() ? Role.CANDIDATE : Role.FOLLOWER;
    }
}
