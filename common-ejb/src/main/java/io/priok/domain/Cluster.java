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
 * @param format of the state, in which all managers write; only ever raised. Absent, as before there were formats, it is the first
 */
public record Cluster(
        ClusterId id,
        Meta meta,
        ClusterSpec spec,
        JoinTokens joinTokens,
        List<String> addressPools,
        int subnetSize,
        int dataPathPort,
        boolean held,
        int format)
        implements StateObject {
    public Cluster {
        addressPools = Copies.list(addressPools);
        format = Math.max(1, format);
    }

    @Override
    public ObjectKind kind() {
        return ObjectKind.CLUSTER;
    }

    @Override
    public Cluster withMeta(Meta newMeta) {
        return new Cluster(id, newMeta, spec, joinTokens, addressPools, subnetSize, dataPathPort, held, format);
    }

    public Cluster withSpec(ClusterSpec newSpec) {
        return new Cluster(id, meta, newSpec, joinTokens, addressPools, subnetSize, dataPathPort, held, format);
    }

    public Cluster withJoinTokens(JoinTokens newTokens) {
        return new Cluster(id, meta, spec, newTokens, addressPools, subnetSize, dataPathPort, held, format);
    }

    public Cluster withHeld(boolean newHeld) {
        return new Cluster(id, meta, spec, joinTokens, addressPools, subnetSize, dataPathPort, newHeld, format);
    }

    public Cluster withFormat(int newFormat) {
        return new Cluster(id, meta, spec, joinTokens, addressPools, subnetSize, dataPathPort, held, newFormat);
    }
}
