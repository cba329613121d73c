package io.priok.agent.executor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import io.priok.agent.EngineFailure;
import io.priok.agent.EngineFailure.Kind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the engine says when it does not do something, by kind. */
final class Words {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Words() {}

    /** @param body the engine's answer, {@code {"message": …}} */
    static EngineFailure refusal(int status, String body) {
        String text = message(body);
        Kind kind = switch (status) {
            case 404 -> text.contains("No such image") ? Kind.NO_IMAGE : Kind.NOT_FOUND;
            case 409 -> Kind.CONFLICT;
            case 502, 503, 504 -> Kind.UNAVAILABLE;
            default -> Kind.REFUSED;
        };
        return new EngineFailure(kind, text);
    }

    static EngineFailure of(Throwable thrown) {
        if (thrown instanceof DockerException refused && refused.getHttpStatus() > 0) {
            String text = String.valueOf(refused.getMessage());
            // The library writes "Status 404: " before the engine's answer.
            String prefix = "Status " + refused.getHttpStatus() + ": ";
            return refusal(refused.getHttpStatus(), text.startsWith(prefix) ? text.substring(prefix.length()) : text);
        }
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        boolean away = root instanceof IOException || thrown instanceof RuntimeException;
        return new EngineFailure(away ? Kind.UNAVAILABLE : Kind.REFUSED, String.valueOf(root.getMessage()));
    }

    private static String message(@Nullable String body) {
        String text = body == null ? "" : body.strip();
        try {
            JsonNode message = JSON.readTree(text).path("message");
            return message.isTextual() ? message.asText() : text;
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
