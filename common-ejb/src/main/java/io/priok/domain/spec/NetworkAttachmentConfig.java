package io.priok.domain.spec;

import java.util.List;
import java.util.Map;

/** @param target id or name of the network */
public record NetworkAttachmentConfig(String target, List<String> aliases, Map<String, String> driverOpts) {
    public NetworkAttachmentConfig {
        target = Copies.text(target);
        aliases = Copies.list(aliases);
        driverOpts = Copies.map(driverOpts);
    }
}
