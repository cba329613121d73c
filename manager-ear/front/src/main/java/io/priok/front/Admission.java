package io.priok.front;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What every sound request must pass before it is forwarded: the guard, the table of routes, and the body limit. */
final class Admission {
    private Admission() {}

    static Route decide(Door door, Channel client, HttpRequest request) {
        RequestGuard.Request asked = new RequestGuard.Request(
                request.method().name(), request.uri(), client.remoteAddress(), certificates(client));
        Optional<RequestGuard.Refusal> refusal = door.config().guard().check(asked);
        if (refusal.isPresent()) {
            return new Route.Refuse(refusal.get().status(), refusal.get().message());
        }
        Route route = door.routes().decide(request.method().name(), request.uri());
        boolean tooLarge = route instanceof Route.Forward forward
                && forward.backend() == Backend.SWARM
                && HttpUtil.getContentLength(request, 0L) > door.config().swarmBodyLimit();
        return tooLarge ? Refusals.tooLarge(door.config()) : route;
    }

    private static List<Certificate> certificates(Channel client) {
        SslHandler tls = client.pipeline().get(SslHandler.class);
        try {
            return tls == null ? List.of() : List.of(tls.engine().getSession().getPeerCertificates());
        } catch (SSLPeerUnverifiedException anonymous) {
            return List.of();
        }
    }
}
