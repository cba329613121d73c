package io.priok.api.view;

import io.priok.domain.Network;
import io.priok.domain.spec.NetworkSpec;
import io.priok.domain.spec.TaskSpec;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;

/**
 * A swarm-scoped network as the API shows it. Networks are the engine's in the API, with names of fields and nulls of their
 * own, so the object is built by hand.
 */
public final class NetworkView {
    private static final String VNI = "com.docker.network.driver.overlay.vxlanid_list";

    private NetworkView() {}

    public static JsonObject of(Network network) {
        NetworkSpec spec = network.spec();
        return Json.createObjectBuilder()
                .add("Name", spec.name())
                .add("Id", network.id().value())
                .add("Created", network.meta().createdAt().toString())
                .add("Scope", "swarm")
                .add("Driver", "overlay")
                .add("EnableIPv6", spec.ipv6Enabled())
                .add("IPAM", ipam(network))
                .add("Internal", spec.internal())
                .add("Attachable", spec.attachable())
                .add("Ingress", spec.ingress())
                .add("ConfigFrom", Json.createObjectBuilder().add("Network", ""))
                .add("ConfigOnly", false)
                .add("Containers", JsonValue.NULL)
                .add("Options", options(network))
                .add(
                        "Labels",
                        spec.labels().isEmpty()
                                ? JsonValue.NULL
                                : object(spec.labels()).build())
                .build();
    }

    private static JsonObjectBuilder ipam(Network network) {
        NetworkSpec.IpamOptions ipam = network.spec().ipamOptions();
        TaskSpec.Driver driver = ipam == null ? null : ipam.driver();
        JsonArrayBuilder configs = Json.createArrayBuilder();
        if (!network.subnet().isEmpty()) {
            JsonObjectBuilder config = Json.createObjectBuilder().add("Subnet", network.subnet());
            if (!network.gateway().isEmpty()) {
                config.add("Gateway", network.gateway());
            }
            configs.add(config);
        }
        return Json.createObjectBuilder()
                .add("Driver", driver == null || driver.name().isEmpty() ? "default" : driver.name())
                .add("Options", JsonValue.NULL)
                .add("Config", configs);
    }

    private static JsonValue options(Network network) {
        TaskSpec.Driver driver = network.spec().driverConfiguration();
        JsonObjectBuilder options = object(driver == null ? Map.of() : driver.options());
        if (network.vni() != 0) {
            options.add(VNI, Integer.toString(network.vni()));
        }
        return options.build();
    }

    private static JsonObjectBuilder object(Map<String, String> map) {
        JsonObjectBuilder object = Json.createObjectBuilder();
        map.forEach(object::add);
        return object;
    }
}
