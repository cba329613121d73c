package io.priok.domain;

import io.priok.domain.spec.Copies;
import io.priok.domain.spec.NetworkSpec;

/** A swarm-scoped network. Kept whole now; the overlay data path attaches to it. */
public record Network(NetworkId id, Meta meta, NetworkSpec spec, String subnet, String gateway, int vni)
        implements StateObject {
    public Network {
        subnet = Copies.text(subnet);
        gateway = Copies.text(gateway);
    }

    @Override
    public ObjectKind kind() {
        return ObjectKind.NETWORK;
    }

    @Override
    public Network withMeta(Meta newMeta) {
        return new Network(id, newMeta, spec, subnet, gateway, vni);
    }
}
