package io.priok.control.port;

import static io.priok.domain.Refusal.Kind.UNAVAILABLE;

import io.priok.domain.Refusal;

/** Why a node cannot serve the cluster's API, in the real one's words. */
public final class Refusals {
    private Refusals() {}

    /** The cluster cannot decide: no leader, or no majority of managers. */
    public static Refusal noLeader() {
        return Refusal.plain(
                UNAVAILABLE,
                "rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers"
                        + " are online. Make sure more than half of the managers are online.");
    }

    public static Refusal notInSwarm() {
        return Refusal.plain(
                UNAVAILABLE,
                "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this"
                        + " node to swarm and try again.");
    }

    public static Refusal notManager() {
        return Refusal.plain(
                UNAVAILABLE,
                "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. Please"
                        + " run this command on a manager node or promote the current node to a manager.");
    }

    public static Refusal locked() {
        return Refusal.plain(
                UNAVAILABLE,
                "Swarm is encrypted and needs to be unlocked before it can be used. Please use \"docker swarm unlock\""
                        + " to unlock it.");
    }

    public static Refusal alreadyMember() {
        return Refusal.plain(
                UNAVAILABLE,
                "This node is already part of a swarm. Use \"docker swarm leave\" to leave this swarm and join another"
                        + " one.");
    }

    public static Refusal notMember() {
        return Refusal.plain(UNAVAILABLE, "This node is not part of a swarm");
    }
}
