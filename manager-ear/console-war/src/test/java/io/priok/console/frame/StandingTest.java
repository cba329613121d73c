package io.priok.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.control.port.LocalSwarm;
import io.priok.domain.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static LocalSwarm local(LocalSwarm.State state, boolean manager, String error) {
        return new LocalSwarm(state, new NodeId("h1"), "10.0.0.1", manager, List.of(), error, null);
    }

    @Test
    void tellsHowToBeginWhereThereIsNoSwarm() {
        Standing standing = Standing.of(LocalSwarm.INACTIVE, false, false);
        assertThat(standing.isDark()).isTrue();
        assertThat(standing.text()).startsWith("This node is not a swarm manager. Use \"docker swarm init\"");
        assertThat(standing.commands()).hasSize(2).anyMatch(line -> line.startsWith("docker swarm join "));
    }

    @Test
    void sendsFromWorkerToManager() {
        Standing standing = Standing.of(local(LocalSwarm.State.ACTIVE, false, ""), false, false);
        assertThat(standing.isDark()).isTrue();
        assertThat(standing.text()).contains("Worker nodes can't be used to view or modify cluster state");
    }

    @Test
    void showsWhatIsKnownWithoutLeader() {
        Standing standing = Standing.of(local(LocalSwarm.State.ACTIVE, true, ""), true, false);
        assertThat(standing.isDark()).isFalse();
        assertThat(standing.isLeaderless()).isTrue();
        assertThat(standing.text()).contains("The swarm does not have a leader");
    }

    @Test
    void isDarkWithoutLeaderWhenNothingIsKnown() {
        assertThat(Standing.of(local(LocalSwarm.State.ACTIVE, true, ""), false, false)
                        .isDark())
                .isTrue();
    }

    @Test
    void servesWithQuorum() {
        assertThat(Standing.of(local(LocalSwarm.State.ACTIVE, true, ""), true, true))
                .isEqualTo(Standing.SERVING);
    }

    @Test
    void tellsWhyItCannotTakePart() {
        assertThat(Standing.of(local(LocalSwarm.State.ERROR, false, "no space left"), false, false)
                        .text())
                .isEqualTo("no space left");
    }
}
