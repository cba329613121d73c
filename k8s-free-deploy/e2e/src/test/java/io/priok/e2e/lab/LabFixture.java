package io.priok.e2e.lab;

import io.priok.e2e.Cli;

/** A docker command on each host of the lab, and the Swarm there. */
abstract class LabFixture {
    static final String[] ALL = Lab.HOSTS.toArray(String[]::new);
    static final String ON_A_WORKER =
            "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state."
                    + " Please run this command on a manager node or promote the current node to a manager.";
    static final String NO_SWARM =
            "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect"
                    + " this node to swarm and try again.";

    final Lab lab;
    final Cluster cluster;
    final HostCli h1;
    final HostCli h2;
    final HostCli h3;

    LabFixture(Cli cli, Lab lab) {
        this.lab = lab;
        this.cluster = new Cluster(lab, cli);
        this.h1 = cluster.at("h1");
        this.h2 = cluster.at("h2");
        this.h3 = cluster.at("h3");
    }

    /** What was measured, for who reads the run's output. */
    static void tell(String what, long nanos) {
        System.out.printf("lab: %-60s %6.2f s%n", what, nanos / 1e9);
    }
}
