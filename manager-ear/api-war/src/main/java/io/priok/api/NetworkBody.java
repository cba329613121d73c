package io.priok.api;

import io.priok.api.http.Body;
import io.priok.api.http.GoJson;
import io.priok.api.http.JsonText;
import io.priok.domain.spec.NetworkSpec;
import io.priok.domain.spec.TaskSpec;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /networks/create}, in the engine's shape. */
record NetworkBody(JsonObject json) {
    /** The fields that are looked at, for the check of their kinds. */
    record NetworkCreate(
            String name,
            String driver,
            String scope,
            Ipam ipam,
            boolean internal,
            boolean attachable,
            boolean ingress,
            boolean configOnly,
            boolean enableIpv6,
            Map<String, String> options,
            Map<String, String> labels) {}

    record Ipam(String driver, Map<String, String> options, List<IpamConfig> config) {}

    record IpamConfig(String subnet, String ipRange, String gateway) {}

    static NetworkBody read(JsonText body, @Nullable String contentType) {
        return new NetworkBody(
                GoJson.parse(Body.check(body, contentType, NetworkCreate.class)).asJsonObject());
    }

    String name() {
        return text(json, "Name");
    }

    /** True when it is the swarm's to make; all others are this node's own. */
    boolean isSwarmScoped() {
        return text(json, "Driver").equals("overlay") || text(json, "Scope").equals("swarm");
    }

    @SuppressWarnings("NullAway") // javac 17 leaves type annotations out of compact constructors
    NetworkSpec spec() {
        JsonValue ipam = json.getOrDefault("IPAM", JsonValue.NULL);
        return new NetworkSpec(
                name(),
                map(json, "Labels"),
                new TaskSpec.Driver(text(json, "Driver"), map(json, "Options")),
                json.getBoolean("EnableIPv6", false),
                json.getBoolean("Internal", false),
                json.getBoolean("Attachable", false),
                json.getBoolean("Ingress", false),
                ipam instanceof JsonObject object ? ipam(object) : null,
                text(json, "Scope"));
    }

    private static NetworkSpec.IpamOptions ipam(JsonObject json) {
        JsonValue configs = json.getOrDefault("Config", JsonValue.NULL);
        List<NetworkSpec.IpamConfig> list = configs == JsonValue.NULL
                ? List.of()
                : configs.asJsonArray().stream()
                        .map(JsonValue::asJsonObject)
                        .map(one -> new NetworkSpec.IpamConfig(
                                text(one, "Subnet"), text(one, "IPRange"), text(one, "Gateway")))
                        .toList();
        return new NetworkSpec.IpamOptions(new TaskSpec.Driver(text(json, "Driver"), map(json, "Options")), list);
    }

    private static String text(JsonObject json, String name) {
        return json.get(name) instanceof JsonString text ? text.getString() : "";
    }

    private static Map<String, String> map(JsonObject json, String name) {
        Map<String, String> map = new LinkedHashMap<>();
        if (json.get(name) instanceof JsonObject object) {
            object.keySet().forEach(key -> map.put(key, text(object, key)));
        }
        return map;
    }
}
