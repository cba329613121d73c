package io.priok.front;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** Answers that the front door gives itself, in the form that Docker's clients show to their users. */
final class Refusals {
    private Refusals() {}

    /** A backend that is not there: 503, since it may be back soon; clients show the message as it is. */
    static Route.Refuse unreachable(Backend backend, FrontDoorConfig config, Throwable cause) {
        String socket = "unix://" + config.engineSocket();
        boolean denied = String.valueOf(cause.getMessage()).contains("Permission denied");
        return switch (backend) {
            case SWARM -> new Route.Refuse(503, "Priok's API is not ready yet. Try again in a moment.");
            case ENGINE ->
                new Route.Refuse(
                        503,
                        denied
                                ? "permission denied while trying to connect to the Docker daemon socket at " + socket
                                : "Cannot connect to the Docker daemon at " + socket
                                        + ". Is the docker daemon running?");
        };
    }

    /** A backend that broke off or talked nonsense. */
    static Route.Refuse badAnswer(Backend backend) {
        return switch (backend) {
            case SWARM -> new Route.Refuse(502, "Priok's API closed the connection before it answered");
            case ENGINE -> new Route.Refuse(502, "the Docker daemon closed the connection before it answered");
        };
    }

    static Route.Refuse tooLarge(FrontDoorConfig config) {
        return new Route.Refuse(413, "request body too large: the limit is " + config.swarmBodyLimit() + " bytes");
    }

    static FullHttpResponse response(Route.Refuse refusal, ApiVersion newest, boolean close) {
        byte[] body = ("{\"message\":\"" + escape(refusal.message()) + "\"}\n").getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(refusal.status()), Unpooled.wrappedBuffer(body));
        response.headers()
                .set("Api-Version", newest.toString())
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        if (close) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return response;
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                escaped.append('\\').append((char) c);
            } else if (c < ' ') {
                escaped.append(String.format("\\u%04x", c));
            } else {
                escaped.append((char) c);
            }
        });
        return escaped.toString();
    }
}
