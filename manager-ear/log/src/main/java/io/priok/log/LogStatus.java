package io.priok.log;

import java.util.List;
import java.util.Optional;

/**
 * What one member knows of the log at this moment. A leader that was cut off or paused may still call itself one here
 * until it notices; {@link ReplicatedLog#readBarrier()} is the proof, this is the hint.
 *
 * @param term Raft's election term, at least 0
 * @param commitIndex highest index known to be on a majority, 0 when none
 * @param appliedIndex highest index whose effect the local state machine holds, 0 when none
 * @param members voting members of the configuration in force; empty while joining
 */
public record LogStatus(
        Role role, long term, Optional<String> leaderId, long commitIndex, long appliedIndex, List<LogMember> members) {
    public LogStatus {
        members = List.copyOf(members);
    }

    /** The part a member plays. */
    public enum Role {
        /** Leads, and has applied everything that was committed before its term. */
        LEADER,
        FOLLOWER,
        CANDIDATE,
        /** Is in no configuration: waits to be added, or has been removed. */
        OUTSIDE,
        /** Its disk takes nothing: takes no part until it does again. */
        SUSPENDED,
        /** Stopped, by request or because its disk or state machine failed. */
        STOPPED
    }
}
