package io.priok.front;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The rules on request and response heads: what is refused, and which headers end at the front door. */
final class Heads {
    /** A Connection header may not take these away: they frame or route the message. */
    private static final Set<String> NEVER_DROPPED =
            Set.of("host", "content-length", "transfer-encoding", "content-type", "expect");

    private Heads() {}

    /** Why a decoded head is not acceptable HTTP. */
    static Optional<Route.Refuse> objection(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            Throwable cause = request.decoderResult().cause();
            return cause instanceof TooLongFrameException
                    ? refuse(431, "request line or headers exceed " + HeadWatch.LIMIT + " bytes")
                    : refuse(400, "malformed HTTP request");
        }
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return refuse(505, "unsupported protocol version " + version);
        }
        HttpHeaders headers = request.headers();
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        boolean chunkedAlone = codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked");
        if (!codings.isEmpty() && (!chunkedAlone || version.equals(HttpVersion.HTTP_1_0))) {
            return refuse(400, "unsupported transfer encoding");
        }
        int hosts = headers.getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && version.equals(HttpVersion.HTTP_1_1))) {
            return refuse(400, "missing or repeated Host header");
        }
        return Optional.empty();
    }

    static boolean hasBody(HttpRequest request) {
        return HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0;
    }

    static boolean asksUpgrade(HttpRequest request) {
        return request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && request.headers().contains(HttpHeaderNames.UPGRADE);
    }

    /** Whether the body of this answer is a container's raw stream, for clients that did not ask for an upgrade. */
    static boolean isRawStream(HttpResponse response) {
        String type = response.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        return response.status().code() == 200
                && type.startsWith("application/vnd.docker.")
                && type.endsWith("-stream")
                && endsByClosing(response, HttpMethod.POST);
    }

    /** Whether only the end of the connection tells where this answer's body ends. */
    static boolean endsByClosing(HttpResponse response, HttpMethod method) {
        return !HttpUtil.isContentLengthSet(response)
                && !HttpUtil.isTransferEncodingChunked(response)
                && response.status().code() != 204
                && response.status().code() != 304
                && !method.equals(HttpMethod.HEAD);
    }

    /** Removes what concerns one connection only. With {@code upgrade}, the request or consent to upgrade stays. */
    static void dropHopByHop(HttpMessage message, boolean upgrade) {
        HttpHeaders headers = message.headers();
        for (String list : headers.getAll(HttpHeaderNames.CONNECTION)) {
            for (String token : list.split(",", -1)) {
                String name = token.strip().toLowerCase(Locale.ROOT);
                if (!name.isEmpty() && !name.equals("upgrade") && !NEVER_DROPPED.contains(name)) {
                    headers.remove(name);
                }
            }
        }
        headers.remove(HttpHeaderNames.CONNECTION)
                .remove("Keep-Alive")
                .remove("Proxy-Connection")
                .remove(HttpHeaderNames.PROXY_AUTHORIZATION)
                .remove(HttpHeaderNames.TE);
        if (upgrade) {
            headers.set(HttpHeaderNames.CONNECTION, "Upgrade");
        } else {
            headers.remove(HttpHeaderNames.UPGRADE).remove("HTTP2-Settings");
        }
    }

    /** Removes the headers by which a client could pass itself off as a proxy that Liberty trusts on loopback. */
    static void dropForwarded(HttpRequest request) {
        for (String name : Set.copyOf(request.headers().names())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("$ws") || lower.startsWith("x-forwarded-") || lower.equals("forwarded")) {
                request.headers().remove(name);
            }
        }
    }

    /** A server that holds other applications, too, tells ours by the name that is asked for: its own, not what the client calls it. */
    static void readdress(HttpRequest request, InetSocketAddress server) {
        request.headers().set(HttpHeaderNames.HOST, "localhost:" + server.getPort());
    }

    private static Optional<Route.Refuse> refuse(int status, String message) {
        return Optional.of(new Route.Refuse(status, message));
    }
}
