package io.priok.front;

import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Asked about every request before it is routed. The place for identities and roles: what stands behind the front door is
 * root on the host.
 *
 * <p>Called on an event loop that serves other clients, so it must not block.
 */
@FunctionalInterface
public interface RequestGuard {

    /** Lets everything pass. */
    RequestGuard ALLOW_ALL = request -> Optional.empty();

    /** The refusal, or empty when the request may pass. */
    Optional<Refusal> check(Request request);

    /**
     * A request as far as it is known before its body.
     *
     * @param method in upper case, as sent
     * @param target path and query as sent, with the version prefix
     * @param remote the client's address
     * @param certificates the client's verified chain, its own first; empty without TLS or client certificate
     */
    record Request(String method, String target, SocketAddress remote, List<Certificate> certificates) {
        public Request {
            certificates = List.copyOf(certificates);
        }
    }

    /** Why not: an HTTP status (4xx or 5xx) and the message for the user. */
    record Refusal(int status, String message) {}
}
