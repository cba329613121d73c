package io.priok.agent.executor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.priok.agent.EngineFailure;
import java.io.IOException;
import java.net.URLEncoder;
import org.jspecify.annotations.Nullable;

/** Plain JSON to and from the engine. */
final class Wire {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DockerHttpClient transport;

    Wire(DockerHttpClient transport) {
        this.transport = transport;
    }

    JsonNode get(String path) throws EngineFailure {
        return exchange(Request.Method.GET, path, null);
    }

    JsonNode post(String path, Object body) throws EngineFailure {
        return exchange(Request.Method.POST, path, body);
    }

    private JsonNode exchange(Request.Method method, String path, @Nullable Object body) throws EngineFailure {
        Request.Builder request = Request.builder().method(method).path(path);
        try {
            if (body != null) {
                request.putHeader("Content-Type", "application/json").bodyBytes(JSON.writeValueAsBytes(body));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
        try (Response response = transport.execute(request.build())) {
            byte[] answer = response.getBody().readAllBytes();
            if (response.getStatusCode() >= 300) {
                throw Words.refusal(response.getStatusCode(), new String(answer, UTF_8));
            }
            return JSON.readTree(answer);
        } catch (IOException | RuntimeException e) {
            throw Words.of(e);
        }
    }

    static String escaped(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
