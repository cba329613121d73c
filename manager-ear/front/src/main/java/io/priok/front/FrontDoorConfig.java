package io.priok.front;

import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a front door is set up.
 *
 * @param listeners where clients connect; at least one
 * @param swarm Liberty's plain HTTP endpoint, on loopback
 * @param engineSocket the engine's unix socket
 * @param oldest the oldest API version that is served
 * @param newest the newest API version that is served, and advertised by Priok's API
 * @param swarmBodyLimit the longest body of a request to Priok's API, in bytes
 * @param headTimeout how long a request's line and headers may take
 * @param eventLoops how many threads serve all connections: 1 or 2
 * @param guard asked about every request
 */
public record FrontDoorConfig(
        List<Listener> listeners,
        InetSocketAddress swarm,
        Path engineSocket,
        ApiVersion oldest,
        ApiVersion newest,
        long swarmBodyLimit,
        Duration headTimeout,
        int eventLoops,
        RequestGuard guard) {

    /** Docker's usual socket. */
    public static final Path DOCKER_SOCKET = Path.of("/var/run/docker.sock");

    /** One address to listen on; port 0 takes a free one. With {@code tls}, clients must speak TLS there. */
    public record Listener(InetSocketAddress address, Optional<SslContext> tls) {
        public static Listener plain(InetSocketAddress address) {
            return new Listener(address, Optional.empty());
        }
    }

    public FrontDoorConfig {
        listeners = List.copyOf(listeners);
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException("a front door needs a listener");
        }
        if (eventLoops < 1 || eventLoops > 2) {
            throw new IllegalArgumentException("eventLoops must be 1 or 2, not " + eventLoops);
        }
        if (swarmBodyLimit < 0 || headTimeout.isNegative() || headTimeout.isZero()) {
            throw new IllegalArgumentException("limits must be positive");
        }
        if (oldest.compareTo(newest) > 0) {
            throw new IllegalArgumentException("oldest API version " + oldest + " is above newest " + newest);
        }
    }

    /** A plain listener with the defaults: API 1.24 to 1.50, bodies to Priok of up to 16 MiB, heads within 10 s. */
    public static FrontDoorConfig of(InetSocketAddress listen, InetSocketAddress swarm) {
        return new FrontDoorConfig(
                List.of(Listener.plain(listen)),
                swarm,
                DOCKER_SOCKET,
                new ApiVersion(1, 24),
                new ApiVersion(1, 50),
                16L << 20,
                Duration.ofSeconds(10),
                2,
                RequestGuard.ALLOW_ALL);
    }

    public FrontDoorConfig withListeners(List<Listener> value) {
        return new FrontDoorConfig(
                value, swarm, engineSocket, oldest, newest, swarmBodyLimit, headTimeout, eventLoops, guard);
    }

    public FrontDoorConfig withEngineSocket(Path value) {
        return new FrontDoorConfig(
                listeners, swarm, value, oldest, newest, swarmBodyLimit, headTimeout, eventLoops, guard);
    }

    public FrontDoorConfig withSwarmBodyLimit(long bytes) {
        return new FrontDoorConfig(
                listeners, swarm, engineSocket, oldest, newest, bytes, headTimeout, eventLoops, guard);
    }

    public FrontDoorConfig withHeadTimeout(Duration value) {
        return new FrontDoorConfig(
                listeners, swarm, engineSocket, oldest, newest, swarmBodyLimit, value, eventLoops, guard);
    }

    public FrontDoorConfig withGuard(RequestGuard value) {
        return new FrontDoorConfig(
                listeners, swarm, engineSocket, oldest, newest, swarmBodyLimit, headTimeout, eventLoops, value);
    }
}
