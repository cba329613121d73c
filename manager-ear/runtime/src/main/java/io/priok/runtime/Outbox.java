package io.priok.runtime;

import io.priok.domain.AgentId;
import io.priok.domain.NodeId;
import io.priok.message.Assignments;
import io.priok.message.Instruction;

/** Where the leader's messages to agents go. A message may be lost. */
interface Outbox {
    void assign(AgentId agent, Assignments assignments);

    void instruct(AgentId agent, Instruction instruction);

    /** What was sent to agents on that manager's broker did not arrive: the way there is made anew. */
    void mend(NodeId via);
}
