package io.priok.front;

/** Who answers a request. */
enum Backend {
    /** Priok's own API, served by Liberty. */
    SWARM,
    /** The node's container engine. */
    ENGINE
}
