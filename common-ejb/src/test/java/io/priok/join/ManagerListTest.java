package io.priok.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.AgentId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ManagerListTest {
    private static final AgentId AGENT = new AgentId("agent");

    @Test
    void keepsThePlacesOfThoseThatStayAndAppendsNewOnes() {
        assertThat(ManagerList.preferred(List.of("m2", "m1", "m4"), List.of("m1", "m3", "m2"), AGENT))
                .containsExactly("m2", "m1", "m3");
    }

    @Test
    void doesNotDependOnTheOrderInWhichTheyAreTold() {
        List<String> first = ManagerList.preferred(List.of(), List.of("m1", "m2", "m3"), AGENT);
        assertThat(ManagerList.preferred(List.of(), List.of("m3", "m1", "m2", "m1"), AGENT))
                .isEqualTo(first)
                .containsExactlyInAnyOrder("m1", "m2", "m3");
    }

    @Test
    void spreadsHostsOverTheManagers() {
        List<String> managers = List.of("10.0.0.11:2377", "10.0.0.12:2377", "10.0.0.13:2377");
        Map<String, Integer> firsts = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            firsts.merge(
                    ManagerList.preferred(List.of(), managers, new AgentId("h" + i))
                            .get(0),
                    1,
                    Integer::sum);
        }
        assertThat(firsts).hasSize(3);
        assertThat(firsts.values()).allSatisfy(count -> assertThat(count).isBetween(70, 130));
    }
}
