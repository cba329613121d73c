package io.priok.domain.spec;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A network as its user describes it. */
public record NetworkSpec(
        String name,
        Map<String, String> labels,
        TaskSpec.@Nullable Driver driverConfiguration,
        boolean ipv6Enabled,
        boolean internal,
        boolean attachable,
        boolean ingress,
        @Nullable IpamOptions ipamOptions,
        String scope) {
    public NetworkSpec {
        name = Copies.text(name);
        labels = Copies.map(labels);
        scope = Copies.text(scope);
    }

    public record IpamOptions(TaskSpec.@Nullable Driver driver, List<IpamConfig> configs) {
        public IpamOptions {
            configs = Copies.list(configs);
        }
    }

    public record IpamConfig(String subnet, String range, String gateway) {
        public IpamConfig {
            subnet = Copies.text(subnet);
            range = Copies.text(range);
            gateway = Copies.text(gateway);
        }
    }
}
