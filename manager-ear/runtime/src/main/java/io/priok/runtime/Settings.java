package io.priok.runtime;

import io.priok.domain.AgentId;
import java.nio.file.Path;

/**
 * What an administrator sets, as variables of the server.
 *
 * @param stateDir keeps everything that must outlive a restart
 * @param agent names this installation's queues
 * @param engineSocket the engine's unix socket
 * @param apiHost where Docker's API is offered; loopback unless an administrator opens it
 * @param httpPort the server's own plain HTTP port on loopback, to which the API is forwarded
 * @param listenHost where the broker listens for agents
 * @param managementPort the broker's, Swarm's 2377
 * @param cachePort of the replicated caches
 * @param logPort of the log
 */
public record Settings(
        Path stateDir,
        AgentId agent,
        Path engineSocket,
        String apiHost,
        int apiPort,
        int httpPort,
        String listenHost,
        int managementPort,
        int cachePort,
        int logPort) {
    /** Each incarnation of the swarm has a log of its own. */
    Path logDir(long incarnation) {
        return stateDir.resolve(incarnation == 0 ? "manager/log" : "manager/log-" + incarnation);
    }

    Path databaseDir() {
        return stateDir.resolve("manager/db");
    }

    Path cacheDir() {
        return stateDir.resolve("manager/cache");
    }

    Path certificatesDir() {
        return stateDir.resolve("certificates");
    }
}
