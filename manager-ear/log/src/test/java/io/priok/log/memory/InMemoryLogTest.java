package io.priok.log.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.log.Journal;
import io.priok.log.LogException.Kind;
import io.priok.log.LogMember;
import io.priok.log.LogStatus.Role;
import io.priok.log.ReplicatedLog;
import io.priok.log.ReplicatedLogContract;
import io.priok.log.StateMachine;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryLogTest extends ReplicatedLogContract {
    private final InMemoryCluster cluster = new InMemoryCluster();

    @Override
    protected LogMember member(String id) {
        return new LogMember(id, "127.0.0.1", 2_377);
    }

    @Override
    protected ReplicatedLog bootstrap(LogMember self, StateMachine state) {
        return cluster.bootstrap(self, state);
    }

    @Override
    protected ReplicatedLog join(LogMember self, StateMachine state) {
        return cluster.start(self, state);
    }

    @Test
    void theMinoritySideOfACutRefusesAndCatchesUpWhenHealed() throws Exception {
        ReplicatedLog a = first("a", new Journal());
        Journal state = new Journal();
        joining("b", state);
        Journal third = new Journal();
        ReplicatedLog c = joining("c", third);
        a.setMembers(List.of(member("a"), member("b"), member("c"))).get();

        cluster.cut("a");
        assertThat(failureOf(a.append(bytes("lost")))).isEqualTo(Kind.NO_LEADER);
        assertThat(append(c, "kept").result()).isEqualTo(bytes("ok kept"));
        assertThat(a.status().role()).isEqualTo(Role.CANDIDATE);

        cluster.heal("a");
        assertThat(a.readBarrier().get()).isEqualTo(1);
        assertThat(state.digest()).isEqualTo(third.digest());
    }
}
