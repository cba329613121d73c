package io.priok.e2e.nemesis;

import io.priok.e2e.Api;
import io.priok.e2e.Await;
import io.priok.e2e.nemesis.Operation.Seen;
import io.priok.e2e.nemesis.Sightings.Look;
import io.priok.e2e.nemesis.Sightings.Running;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;

/** The Swarm on the hosts, all of them managers: made, asked for its leader, and compared with what runs. */
final class Cluster {
    private static final Duration JOINING = Duration.ofSeconds(90);

    private final Hosts hosts;
    private final Door door;
    /** For who only wants to know quickly. */
    private final Door glance;

    Cluster(Hosts hosts, ExecutorService threads) {
        this.hosts = hosts;
        this.door = new Door(threads, Duration.ofSeconds(12));
        this.glance = new Door(threads, Duration.ofSeconds(1));
    }

    void make() {
        List<String> names = hosts.names();
        String first = names.get(0);
        hosts.docker(first, "swarm init --advertise-addr " + Hosts.address(first));
        String token = hosts.docker(first, "swarm join-token -q manager");
        for (String host : names.subList(1, names.size())) {
            hosts.docker(host, "swarm join --token " + token + " " + Hosts.address(first) + ":2377");
        }
        Await.until(JOINING, () -> {
            List<String> wrong = managersWrong();
            if (!wrong.isEmpty()) {
                throw new IllegalStateException(String.join("; ", wrong));
            }
        });
    }

    /** The host that leads, as the first manager says who knows; empty when none does. */
    String leader() {
        for (String host : hosts.names()) {
            Door.Reply reply = glance.ask(() -> hosts.manager(host).get("/nodes"));
            Optional<String> leader =
                    reply.is(200) && reply.answer() != null ? leader(reply.answer()) : Optional.empty();
            if (leader.isPresent()) {
                return leader.get();
            }
        }
        return "";
    }

    private static Optional<String> leader(Api.Response nodes) {
        return nodes.array().getValuesAs(JsonObject.class).stream()
                .filter(node ->
                        node.get("ManagerStatus") instanceof JsonObject status && status.getBoolean("Leader", false))
                .map(node -> node.getJsonObject("Description").getString("Hostname"))
                .findFirst();
    }

    /** What keeps the managers from being all there, as each of them sees it; empty when nothing does. */
    List<String> managersWrong() {
        List<String> wrong = new ArrayList<>();
        for (String host : hosts.names()) {
            Door.Reply reply = door.ask(() -> hosts.manager(host).get("/nodes"));
            if (!reply.is(200) || reply.answer() == null) {
                wrong.add(host + " answers: " + reply.words());
                continue;
            }
            List<JsonObject> nodes = reply.answer().array().getValuesAs(JsonObject.class);
            if (nodes.size() != hosts.names().size()) {
                wrong.add(host + " knows " + nodes.size() + " nodes");
            }
            if (leader(reply.answer()).isEmpty()) {
                wrong.add(host + " sees no leader");
            }
            for (JsonObject node : nodes) {
                String name = node.getJsonObject("Description").getString("Hostname");
                String state = node.getJsonObject("Status").getString("State");
                String reach = node.get("ManagerStatus") instanceof JsonObject status
                        ? status.getString("Reachability", "")
                        : "no manager";
                if (!state.equals("ready") || !reach.equals("reachable")) {
                    wrong.add(name + " is " + state + ", " + reach + " to " + host);
                }
            }
        }
        return wrong;
    }

    /** What each manager that answers says of the services. */
    Map<String, Map<String, Seen>> services() {
        Map<String, Map<String, Seen>> states = new TreeMap<>();
        for (String host : hosts.names()) {
            Door.Reply reply = door.ask(() -> hosts.manager(host).get("/services"));
            if (reply.is(200) && reply.answer() != null) {
                states.put(host, Services.all(reply.answer()));
            }
        }
        return states;
    }

    /** What of the wanted does not run, and what runs that is not wanted; every slot once. */
    static List<String> runningWrong(Map<String, Seen> wanted, List<Look> looks) {
        Map<String, List<String>> slots = new HashMap<>();
        for (Look look : looks) {
            for (Running container : look.containers()) {
                slots.computeIfAbsent(container.service(), service -> new ArrayList<>())
                        .add(container.slot());
            }
        }
        List<String> wrong = new ArrayList<>();
        Set<String> all = new TreeSet<>(wanted.keySet());
        all.addAll(slots.keySet());
        for (String service : all) {
            List<String> running = slots.getOrDefault(service, List.of());
            Seen seen = wanted.get(service);
            long replicas = seen == null ? 0 : seen.replicas();
            if (running.size() != replicas || Set.copyOf(running).size() != replicas) {
                wrong.add(service + " wants " + replicas + ", runs "
                        + running.stream().sorted().toList());
            }
        }
        return wrong;
    }
}
