package io.priok.domain;

import io.priok.domain.spec.ClusterSpec;
import io.priok.domain.spec.Copies;
import java.util.List;

/**
 * The swarm: its settings and the tokens by which nodes join. Exactly one exists.
 *
 * @param addressPools CIDR blocks from which network subnets are taken; empty means Swarm's default 10.0.0.0/8
 * @param subnetSize prefix length of each subnet taken from a pool
 * @param dataPathPort UDP port of the overlay
 * @param held true after a restore, until it is certain or decided that nothing newer is lost by going on
 */
public record Cluster(
        ClusterId id,
        Meta meta,
        ClusterSpec spec,
        JoinTokens joinTokens,
        List<String> addressPools,
        int subnetSize,
        int dataPathPort,
        boolean held)
        implements StateObject {
    public Cluster {
        addressPools = Copies.list(addressPools);
    }

    @Override
    public ObjectKind kind() {
        return ObjectKind.CLUSTER;
    }

    @Override
    public Cluster withMeta(Meta newMeta) {
        return new Cluster(id, newMeta, spec, joinTokens, addressPools, subnetSize, dataPathPort, held);
    }

    public Cluster withSpec(ClusterSpec newSpec) {
        return new Cluster(id, meta, newSpec, joinTokens, addressPools, subnetSize, dataPathPort, held);
    }

    public Cluster withJoinTokens(JoinTokens newTokens) {
        return new Cluster(id, meta, spec, newTokens, addressPools, subnetSize, dataPathPort, held);
    }

    public Cluster withHeld(boolean newHeld) {
        return new Cluster(id, meta, spec, joinTokens, addressPools, subnetSize, dataPathPort, newHeld);
    }
}
