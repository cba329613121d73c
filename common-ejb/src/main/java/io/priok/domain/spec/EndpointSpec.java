package io.priok.domain.spec;

import java.util.List;

/** @param mode {@code vip} or {@code dnsrr}; empty means vip */
public record EndpointSpec(String mode, List<PortConfig> ports) {
    public EndpointSpec {
        mode = Copies.text(mode);
        ports = Copies.list(ports);
    }
}
