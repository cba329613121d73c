package io.priok.api.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.api.http.ApiVersions;
import io.priok.api.http.JsonText;
import io.priok.control.port.EngineHttp;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.net.URLEncoder;

/** What the engine answered, changed where the cluster's truth is ours, and otherwise as it is. */
public final class EngineAnswers {
    /** Workers put it on the bridges they make, with the network's id. */
    public static final String SWARM_NETWORK = "io.priok.network.id";

    private EngineAnswers() {}

    /** The engine's version, speaking our version of the API. */
    public static String version(EngineHttp.Response said) {
        JsonObjectBuilder version = Json.createObjectBuilder(object(said)).add("ApiVersion", ApiVersions.NEWEST);
        JsonArrayBuilder components = Json.createArrayBuilder();
        for (JsonValue component : object(said)
                .getOrDefault("Components", JsonValue.EMPTY_JSON_ARRAY)
                .asJsonArray()) {
            components.add(isEngine(component.asJsonObject()) ? speaking(component.asJsonObject()) : component);
        }
        return version.add("Components", components).build().toString();
    }

    /** @param swarm the JSON of our section, which replaces the engine's */
    public static String info(EngineHttp.Response said, String swarm) {
        return Json.createObjectBuilder(object(said))
                .add("Swarm", section(swarm))
                .build()
                .toString();
    }

    /** Our section, with the members that Go writes though they are empty. */
    public static JsonObject section(String swarm) {
        JsonObjectBuilder section = Json.createObjectBuilder()
                .add("NodeID", "")
                .add("NodeAddr", "")
                .add("LocalNodeState", "inactive")
                .add("ControlAvailable", false)
                .add("Error", "")
                .add("RemoteManagers", JsonValue.NULL);
        try (JsonReader reader = Json.createReader(new StringReader(swarm))) {
            reader.readObject().forEach(section::add);
        }
        return section.build();
    }

    /** An answer passed on as it is. */
    public static Response passed(EngineHttp.Response said) {
        ResponseBuilder answer = Response.status(said.status());
        byte[] body = said.body();
        if (body.length > 0) {
            answer.type(said.headers().getOrDefault("content-type", "application/json"))
                    .entity(new JsonText(body));
        }
        return answer.build();
    }

    public static JsonArray array(EngineHttp.Response said) {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(said.body()))) {
            JsonValue value = reader.readValue();
            return value instanceof JsonArray array ? array : JsonValue.EMPTY_JSON_ARRAY;
        }
    }

    /** True for the bridge by which this node takes part in a swarm-scoped network; the network itself is listed as ours. */
    public static boolean isPartOfSwarmNetwork(JsonObject network) {
        return network.get("Labels") instanceof JsonObject labels && labels.containsKey(SWARM_NETWORK);
    }

    /** A name or id as a segment of a path. */
    public static String segment(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private static JsonObject object(EngineHttp.Response said) {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(said.body()))) {
            return reader.readObject();
        }
    }

    private static boolean isEngine(JsonObject component) {
        return component.get("Name") instanceof JsonString name
                && name.getString().equals("Engine");
    }

    private static JsonObject speaking(JsonObject engine) {
        JsonObjectBuilder details = Json.createObjectBuilder(engine.getOrDefault("Details", JsonValue.EMPTY_JSON_OBJECT)
                        .asJsonObject())
                .add("ApiVersion", ApiVersions.NEWEST);
        return Json.createObjectBuilder(engine).add("Details", details).build();
    }
}
