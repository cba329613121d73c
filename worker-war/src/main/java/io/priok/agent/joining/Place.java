package io.priok.agent.joining;

import io.priok.message.Admission;

/** This server's place in a swarm, on disk. */
public interface Place {
    /** True when there is no trace of a swarm, not even of one that is being left. */
    boolean isVacant();

    /** Returns when everything is certain to outlive the machine; that this server is a member is written last. */
    void take(Admission admission, String advertiseAddress);
}
