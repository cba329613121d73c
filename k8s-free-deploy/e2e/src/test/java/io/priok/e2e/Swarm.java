package io.priok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The Swarm behind a target, read by the API alone: what tests arrange and check, without a command's formatting. */
record Swarm(Target target) {
    private static final String SERVICE_LABEL = "com.docker.swarm.service.name";

    Api api() {
        return target.api();
    }

    /** Makes a one-node Swarm unless there is one. */
    void init() {
        if (!active()) {
            JsonObject request = Json.createObjectBuilder()
                    .add("ListenAddr", "0.0.0.0:2377")
                    .add("AdvertiseAddr", "127.0.0.1")
                    .build();
            api().post("/swarm/init", request).expect(200);
        }
        awaitReady();
    }

    /** Waits until the one node can be given tasks: a server that has just started elects a leader first. */
    void awaitReady() {
        Await.until(
                Await.LONG,
                () -> assertThat(api().list("/nodes"))
                        .singleElement()
                        .satisfies(
                                node -> assertThat(node.getJsonObject("Status").getString("State"))
                                        .isEqualTo("ready")));
    }

    boolean active() {
        return localState().equals("active");
    }

    String localState() {
        return api().get("/info").expect(200).object().getJsonObject("Swarm").getString("LocalNodeState");
    }

    /** Removes all services and waits until no container of theirs runs. */
    void clear() {
        for (JsonObject service : api().list("/services")) {
            api().delete("/services/" + service.getString("ID"));
        }
        Await.until(
                Await.LONG,
                () -> assertThat(ids(api().list("/containers/json", "label", SERVICE_LABEL)))
                        .isEmpty());
        // Docker's Swarm leaves the ended containers of a job behind.
        taskContainers().forEach(id -> api().delete("/containers/" + id + "?force=1"));
    }

    List<JsonObject> tasks(String service) {
        return api().list("/tasks", "service", service);
    }

    List<JsonObject> tasks(String service, String state) {
        return tasks(service).stream().filter(task -> state(task).equals(state)).toList();
    }

    static String state(JsonObject task) {
        return task.getJsonObject("Status").getString("State");
    }

    /** Waits until exactly so many tasks of the service run, and no other is wanted. */
    void awaitRunning(String service, int count) {
        Await.until(Await.LONG, () -> {
            assertThat(tasks(service, "running"))
                    .as("running tasks of %s", service)
                    .hasSize(count);
            assertThat(tasks(service).stream()
                            .filter(task -> task.getString("DesiredState").equals("running")))
                    .as("wanted tasks of %s", service)
                    .hasSize(count);
        });
    }

    /** The ids of the containers of a service's running tasks, as the tasks tell them. */
    Set<String> runningContainers(String service) {
        return tasks(service, "running").stream()
                .map(task -> task.getJsonObject("Status")
                        .getJsonObject("ContainerStatus")
                        .getString("ContainerID"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The ids of the containers of a service that the engine has running. */
    Set<String> liveContainers(String service) {
        return ids(api().list("/containers/json", "label", SERVICE_LABEL + "=" + service));
    }

    /** Every container of any task, running or not. */
    Set<String> taskContainers() {
        String query = Api.filters("label", SERVICE_LABEL) + "&all=1";
        return ids(api().get("/containers/json" + query).expect(200).array().getValuesAs(JsonObject.class));
    }

    private static Set<String> ids(List<JsonObject> containers) {
        return containers.stream()
                .map(container -> container.getString("Id"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    JsonObject service(String name) {
        return api().get("/services/" + name).expect(200).object();
    }

    /** Of the service's last update; empty while none has begun. */
    String updateState(String service) {
        JsonObject status = service(service).getJsonObject("UpdateStatus");
        return status == null ? "" : status.getString("State", "");
    }
}
