package io.priok.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.control.Fixture;
import io.priok.domain.Secret;
import io.priok.domain.SecretId;
import io.priok.domain.spec.DataSpec;
import io.priok.domain.spec.NetworkSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtherCommandsTest {
    private final Fixture fixture = new Fixture();

    @Test
    void changesOnlyTheLabelsOfASecret() {
        SecretCommands secrets = new SecretCommands(fixture.author);
        Created created = secrets.create(fixture.image(), data("s1", Map.of(), "YQ=="));
        fixture.apply(created.transaction());
        Secret secret = fixture.image().secret(new SecretId(created.id())).orElseThrow();

        fixture.apply(secrets.update(secret, secret.version(), data("s1", Map.of("a", "b"), "")));
        Secret relabelled = fixture.image().secret(secret.id()).orElseThrow();
        assertThat(relabelled.spec().labels()).containsEntry("a", "b");
        assertThat(relabelled.spec().data()).isEqualTo("YQ==");
        assertThatThrownBy(() -> secrets.update(relabelled, relabelled.version(), data("s1", Map.of(), "Yg==")))
                .hasMessage("only updates to Labels are allowed");
        assertThatThrownBy(() -> secrets.create(fixture.image(), data("s1", Map.of(), "YQ==")))
                .hasMessage("secret s1 already exists");
        assertThatThrownBy(() -> secrets.create(fixture.image(), data("s2", Map.of(), "")))
                .hasMessage("secret data must be larger than 0 and less than 512000 bytes");
        assertThatThrownBy(() -> secrets.create(fixture.image(), data("bad name", Map.of(), "YQ==")))
                .hasMessageStartingWith("invalid name, only 64");
    }

    @Test
    void refusesOverlappingSubnets() {
        NetworkCommands networks = new NetworkCommands(fixture.author);
        fixture.apply(
                networks.create(fixture.image(), network("a", "10.1.0.0/16")).transaction());

        assertThatThrownBy(() -> networks.create(fixture.image(), network("b", "10.1.2.0/24")))
                .hasMessageContaining("overlaps");
        assertThatThrownBy(() -> networks.create(fixture.image(), network("b", "10.2.0/24")))
                .hasMessage("invalid CIDR address: 10.2.0/24");
        assertThatCode(() -> networks.create(fixture.image(), network("b", "10.2.0.0/24")))
                .doesNotThrowAnyException();
    }

    private static DataSpec data(String name, Map<String, String> labels, String data) {
        return new DataSpec(name, labels, data, null, null);
    }

    private static NetworkSpec network(String name, String subnet) {
        NetworkSpec.IpamOptions ipam =
                new NetworkSpec.IpamOptions(null, List.of(new NetworkSpec.IpamConfig(subnet, "", "")));
        return new NetworkSpec(name, Map.of(), null, false, false, false, false, ipam, "swarm");
    }
}
