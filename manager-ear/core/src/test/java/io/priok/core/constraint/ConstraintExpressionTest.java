package io.priok.core.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.core.World;
import io.priok.domain.Node;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeStatus;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.NodeSpec.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstraintExpressionTest {
    private static final Node NODE = node();

    @ParameterizedTest
    @CsvSource({
        "node.id==n1, true",
        "node.id==N1, true",
        "node.id!=n1, false",
        "NODE.ID==n1, true",
        "node.hostname == n1-host, true",
        "node.hostname!=other, true",
        "node.role==manager, true",
        "node.role==Manager, true",
        "node.role!=worker, true",
        "node.platform.os==linux, true",
        "node.platform.arch==x86_64, true",
        "node.platform.arch==arm64, false",
        "node.labels.disk==ssd, true",
        "node.labels.disk==SSD, true",
        "node.labels.Disk==ssd, false",
        "node.labels.other!=x, true",
        "node.labels.other==x, false",
        "engine.labels.zone==eu, true",
        "Engine.Labels.zone==eu, true",
        "node.ip==10.0.0.7, true",
        "node.ip==10.0.0.0/24, true",
        "node.ip!=10.0.0.0/24, false",
        "node.ip==10.0.1.0/24, false",
        "node.ip==10.0.0.0/29, true",
        "node.ip==10.0.0.8/29, false",
        "node.ip==2001:db8::/32, false",
        "node.ip!=nonsense, false",
        "node.labels.==x, false",
        "unknown.key==x, false",
        "unknown.key!=x, false",
    })
    void holdsForANodeAsInSwarm(String text, boolean expected) {
        assertThat(ConstraintExpression.parse(text).holdsFor(NODE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8::2, 2001:db8::2, true",
        "2001:db8:0:0:0:0:0:2, 2001:db8::2, true",
        "2001:db8::/32, 2001:db8:1::9, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
        "::1, 10.0.0.1, false",
    })
    void comparesAddresses(String range, String address, boolean expected) {
        assertThat(AddressRange.parse(range).orElseThrow().contains(address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0", "10.0.0.256", "10.0.0.1/33", "10.0.0.1/x", "::1::2", "1:2:3", "g::1"})
    void refusesWhatIsNoAddress(String text) {
        assertThat(AddressRange.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node.id=n1|constraint expected one operator from ==, !=",
                "node.id|constraint expected one operator from ==, !=",
                "9x==n1|key '9x' is invalid",
                "==n1|key '' is invalid",
                "x==n1|key 'x' is invalid",
                "node.id==|value '' is invalid",
                "node.id==a<b|value 'a<b' is invalid",
                "node.id==a==b|value 'a==b' is invalid",
            })
    void refusesInSwarmsWords(String text, String message) {
        assertThatThrownBy(() -> ConstraintExpression.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void allMustHold() {
        assertThat(Constraints.of(List.of("node.id==n1", "node.role==manager")).holdFor(NODE))
                .isTrue();
        assertThat(Constraints.of(List.of("node.id==n1", "node.role==worker")).holdFor(NODE))
                .isFalse();
        assertThat(Constraints.of(List.of("malformed")).holdFor(NODE)).isFalse();
        assertThat(Constraints.of(List.of()).holdFor(NODE)).isTrue();
    }

    private static Node node() {
        Node plain = World.node("n1");
        NodeDescription old = plain.description();
        return plain.withSpec(new NodeSpec("", Map.of("disk", "ssd"), Role.MANAGER, null))
                .withStatus(new NodeStatus(plain.status().state(), "", "10.0.0.7"))
                .withDescription(new NodeDescription(
                        old.hostname(),
                        old.platform(),
                        old.resources(),
                        new NodeDescription.Engine("20", Map.of("zone", "eu"), List.of())));
    }
}
