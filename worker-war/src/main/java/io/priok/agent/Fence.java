package io.priok.agent;

import io.priok.domain.NodeId;
import java.util.Optional;

/** The swarm membership that the agent serves and the highest term it has obeyed in it, on disk. */
public interface Fence {
    Optional<Mark> load();

    /** Returns when the mark is certain to outlive the machine. */
    void save(Mark mark);

    void clear();

    record Mark(NodeId nodeId, long highestTerm) {}
}
