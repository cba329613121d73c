package io.priok.core.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.Node;
import io.priok.domain.NodeId;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever users and hosts do, in any order, the managers can decide, and come to what was asked when it is quiet. */
class RolesPropertyTest {
    private static final int SEEDS = 300;

    @Test
    void keepsAMajorityAndComesToWhatWasAsked() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Managers managers = new Managers(seed);
            SplittableRandom random = new SplittableRandom(-seed);
            for (int i = 0; i < 200; i++) {
                if (random.nextInt(3) == 0) {
                    managers.mischief();
                }
                step(seed, managers);
            }
            settle(seed, managers);
        }
    }

    private static void step(long seed, Managers managers) {
        Set<NodeId> before = Set.copyOf(managers.group);
        RoleStep step = managers.tick();
        if (step instanceof RoleStep.SetMembers set) {
            Set<NodeId> changed = new HashSet<>(set.members());
            changed.addAll(before);
            changed.removeIf(id -> set.members().contains(id) && before.contains(id));
            assertThat(changed).as("seed %d: members changed", seed).hasSize(1);
            assertThat(set.members()).as("seed %d", seed).contains(managers.leader);
            assertThat(set.members().stream().filter(managers::isReachable).count())
                    .as("seed %d: reachable of %s", seed, set)
                    .isGreaterThan(set.members().size() / 2);
        }
        assertThat(managers.hasMajority(managers.group))
                .as("seed %d: a majority of %s", seed, managers.group)
                .isTrue();
    }

    private static void settle(long seed, Managers managers) {
        managers.reviveAll();
        for (int i = 0; i < 200; i++) {
            step(seed, managers);
        }
        if (managers.wanted().isEmpty()) {
            assertThat(managers.group).as("seed %d: the last manager", seed).hasSize(1);
            return;
        }
        assertThat(managers.group).as("seed %d", seed).isEqualTo(managers.wanted());
        assertThat(managers.world.image.nodes().stream()
                        .filter(node -> node.manager() != null)
                        .map(Node::id))
                .as("seed %d: registered", seed)
                .containsExactlyInAnyOrderElementsOf(managers.wanted());
    }
}
