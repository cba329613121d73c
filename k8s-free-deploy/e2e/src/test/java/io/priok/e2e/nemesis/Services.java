package io.priok.e2e.nemesis;

import io.priok.e2e.Api;
import io.priok.e2e.nemesis.Operation.Seen;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import java.util.TreeMap;

/** Services in Docker's JSON, as far as the clients need them. Each carries the value of its last write as a label. */
final class Services {
    private static final String VALUE = "nemesis";

    private Services() {}

    static JsonObject spec(String name, String value, long replicas) {
        JsonObjectBuilder container =
                Json.createObjectBuilder().add("Image", "demo:1").add("StopSignal", "SIGKILL");
        JsonObjectBuilder template = Json.createObjectBuilder().add("ContainerSpec", container);
        JsonObjectBuilder mode = Json.createObjectBuilder()
                .add("Replicated", Json.createObjectBuilder().add("Replicas", replicas));
        return Json.createObjectBuilder()
                .add("Name", name)
                .add("Labels", Json.createObjectBuilder().add(VALUE, value))
                .add("TaskTemplate", template)
                .add("Mode", mode)
                .build();
    }

    static String name(JsonObject service) {
        return service.getJsonObject("Spec").getString("Name");
    }

    static Seen seen(JsonObject service) {
        JsonObject spec = service.getJsonObject("Spec");
        JsonObject labels = spec.getJsonObject("Labels");
        return new Seen(
                service.getString("ID"),
                service.getJsonObject("Version").getJsonNumber("Index").longValue(),
                labels == null ? "" : labels.getString(VALUE, ""),
                spec.getJsonObject("Mode")
                        .getJsonObject("Replicated")
                        .getJsonNumber("Replicas")
                        .longValue());
    }

    /** Of a listing. */
    static Map<String, Seen> all(Api.Response answer) {
        Map<String, Seen> services = new TreeMap<>();
        for (JsonObject service : answer.array().getValuesAs(JsonObject.class)) {
            services.put(name(service), seen(service));
        }
        return services;
    }
}
