package io.priok.front;

/**
 * Counters at one moment; not a consistent cut.
 *
 * @param openConnections clients that are connected
 * @param inFlight requests whose answer is not complete, followed logs and events included, hijacked ones not
 * @param hijacked connections that are now raw streams (attach, exec, build sessions)
 * @param swarmRequests requests forwarded to Priok's API since start
 * @param engineRequests requests forwarded to the engine since start
 * @param refused requests answered by the front door itself since start
 */
public record FrontDoorStats(
        long openConnections, long inFlight, long hijacked, long swarmRequests, long engineRequests, long refused) {}
