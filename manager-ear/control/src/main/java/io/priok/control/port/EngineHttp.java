package io.priok.control.port;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** HTTP to the node's own container engine. Paths have no version prefix; the engine then answers with its newest. */
public interface EngineHttp {
    /**
     * Sends a request and reads the whole answer.
     *
     * @param path with its query
     * @param json body, or null for none
     * @throws io.priok.domain.Refusal UNAVAILABLE when the engine cannot be reached
     */
    Response send(String method, String path, byte @Nullable [] json);

    default Response get(String path) {
        return send("GET", path, null);
    }

    /**
     * Reads an endless answer, line by line.
     *
     * @param sink is called from one thread at a time
     * @return the stream, which the caller closes
     */
    Streaming stream(String path, Lines sink);

    /** An answer that was read to its end. */
    final class Response {
        private final int status;
        private final Map<String, String> headers;
        private final byte[] body;

        /**
         * @param headers by lower-case name
         * @param body as sent, JSON in most cases
         */
        public Response(int status, Map<String, String> headers, byte[] body) {
            this.status = status;
            this.headers = Map.copyOf(headers);
            this.body = body.clone();
        }

        public int status() {
            return status;
        }

        public Map<String, String> headers() {
            return headers;
        }

        public byte[] body() {
            return body.clone();
        }

        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    /** Takes the lines of a stream. */
    @FunctionalInterface
    interface Lines {
        void line(String text);
    }

    /** A stream that is being read. */
    interface Streaming extends AutoCloseable {
        /** Completes when nothing more will come; exceptionally when the engine failed. */
        CompletionStage<Void> ended();

        @Override
        void close();
    }
}
