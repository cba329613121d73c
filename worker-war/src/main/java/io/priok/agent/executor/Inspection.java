package io.priok.agent.executor;

import com.fasterxml.jackson.databind.JsonNode;
import io.priok.agent.Container;
import io.priok.agent.Container.Health;
import io.priok.agent.Container.Phase;
import io.priok.domain.spec.PortConfig;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads the engine's description of a container. */
final class Inspection {
    private Inspection() {}

    static Container container(JsonNode inspected) {
        JsonNode state = inspected.path("State");
        return new Container(
                inspected.path("Id").asText(),
                phase(state.path("Status").asText()),
                state.path("ExitCode").asInt(),
                state.path("Pid").asLong(),
                health(state.path("Health").path("Status").asText()),
                inspected.path("Config").path("StopSignal").asText(),
                state.path("Error").asText(),
                ports(inspected.path("NetworkSettings").path("Ports")));
    }

    /** A paused container runs as far as its task is concerned; one that is being removed does not. */
    static Phase phase(String status) {
        return switch (status) {
            case "created" -> Phase.CREATED;
            case "running", "paused", "restarting" -> Phase.RUNNING;
            default -> Phase.EXITED;
        };
    }

    private static Health health(String status) {
        return switch (status) {
            case "starting" -> Health.STARTING;
            case "healthy" -> Health.HEALTHY;
            case "unhealthy" -> Health.UNHEALTHY;
            default -> Health.UNCHECKED;
        };
    }

    /** One for each binding, whatever the number of host addresses. */
    private static List<PortConfig> ports(JsonNode ports) {
        SortedSet<PortConfig> all = new TreeSet<>(Comparator.comparingInt(PortConfig::targetPort)
                .thenComparing(PortConfig::protocol)
                .thenComparingInt(PortConfig::publishedPort));
        for (Map.Entry<String, JsonNode> port : ports.properties()) {
            String[] key = port.getKey().split("/", 2);
            for (JsonNode binding : port.getValue()) {
                all.add(new PortConfig(
                        "",
                        key.length > 1 ? key[1] : "tcp",
                        Integer.parseInt(key[0]),
                        binding.path("HostPort").asInt(),
                        "host"));
            }
        }
        return List.copyOf(all);
    }
}
