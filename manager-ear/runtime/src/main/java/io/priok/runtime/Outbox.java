package io.priok.runtime;

import io.priok.domain.AgentId;
import io.priok.message.Assignments;
import io.priok.message.Instruction;

/** Where the leader's messages to agents go. A message may be lost. */
interface Outbox {
    void assign(AgentId agent, Assignments assignments);

    void instruct(AgentId agent, Instruction instruction);
}
