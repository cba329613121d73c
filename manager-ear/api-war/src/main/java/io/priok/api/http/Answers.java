package io.priok.api.http;

import io.priok.domain.Refusal;
import io.priok.json.Json;
import io.priok.json.MalformedJson;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Answers in the real one's form: a JSON value and a line end, errors as an object with a message. */
public final class Answers {
    private static final Logger LOG = Logger.getLogger(Answers.class.getName());

    /** Items that are answered as one text, with its length. */
    private static final int WHOLE = 200;

    private static final byte[] END = {']', '\n'};

    private Answers() {}

    public static Response ok(Object value) {
        return json(Response.Status.OK.getStatusCode(), Json.write(value));
    }

    /**
     * A list. A long one is written item by item: a hundred thousand tasks as one text would not fit into the heap.
     *
     * @param view what is shown of an item; not to throw
     */
    public static <T> Response list(List<T> items, Function<T, ?> view) {
        if (items.size() <= WHOLE) {
            return ok(items.stream().map(view).toList());
        }
        StreamingOutput written = out -> {
            out.write('[');
            for (int i = 0; i < items.size(); i++) {
                if (i > 0) {
                    out.write(',');
                }
                out.write(Json.bytes(view.apply(items.get(i))));
            }
            out.write(END);
        };
        return Response.ok(written, MediaType.APPLICATION_JSON_TYPE).build();
    }

    public static Response created(Object value) {
        return json(Response.Status.CREATED.getStatusCode(), Json.write(value));
    }

    public static Response empty() {
        return Response.ok().build();
    }

    public static Response noContent() {
        return Response.noContent().build();
    }

    /** A value that is JSON already. */
    public static Response json(int status, String text) {
        return of(status, text + "\n");
    }

    public static Response message(int status, String message) {
        return json(status, Json.write(Map.of("message", message)));
    }

    /** Any failure as an answer; what is no refusal is a fault of ours, and logged. */
    public static Response failure(Throwable failure) {
        Throwable cause = meant(failure);
        if (cause instanceof Refusal refusal) {
            return message(status(refusal.kind()), refusal.text());
        }
        if (cause instanceof MalformedJson malformed) {
            return message(400, malformed.getMessage());
        }
        if (cause instanceof WebApplicationException web) {
            return web(web.getResponse().getStatus());
        }
        LOG.log(Level.SEVERE, "PRIOK-API-500 a request failed", cause);
        String text = cause.getMessage();
        return message(500, text == null ? cause.getClass().getSimpleName() : text);
    }

    /** Libraries wrap what our code throws. */
    private static Throwable meant(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal || cause instanceof MalformedJson) {
                return cause;
            }
        }
        return failure;
    }

    /** The router of the real one knows no other methods of a path than its own: to it the path is not there. */
    private static Response web(int status) {
        return switch (status) {
            case 404, 405, 406, 415 -> message(404, "page not found");
            default ->
                message(
                        status,
                        Response.Status.fromStatusCode(status) == null
                                ? "status " + status
                                : Response.Status.fromStatusCode(status).getReasonPhrase());
        };
    }

    static int status(Refusal.Kind kind) {
        return switch (kind) {
            case INVALID_ARGUMENT, FAILED_PRECONDITION -> 400;
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS -> 409;
            case OUT_OF_SEQUENCE, UNKNOWN -> 500;
            case UNIMPLEMENTED -> 501;
            case UNAVAILABLE -> 503;
        };
    }

    private static Response of(int status, String text) {
        ResponseBuilder builder = Response.status(status);
        return builder.type(MediaType.APPLICATION_JSON_TYPE)
                .entity(JsonText.of(text))
                .build();
    }
}
