package io.priok.e2e;

import java.util.List;
import java.util.stream.Stream;

/**
 * A request that must be refused. {@code {service}}, {@code {global}}, {@code {node}}, {@code {serviceVersion}}, {@code {globalVersion}},
 * {@code {nodeVersion}} and {@code {swarmVersion}} stand for what the two sides call differently.
 */
record BadRequest(String what, String method, String path, String body) {
    private static final String CREATE = "/services/create";

    static Stream<BadRequest> all() {
        return Stream.of(
                        bodies(),
                        specs(),
                        containers(),
                        endpoints(),
                        modes(),
                        unknown(),
                        updates(),
                        queries(),
                        nodes(),
                        swarms(),
                        urls())
                .flatMap(List::stream);
    }

    private static BadRequest post(String what, String path, String body) {
        return new BadRequest(what, "POST", path, body);
    }

    private static BadRequest get(String what, String path) {
        return new BadRequest(what, "GET", path, "");
    }

    /** A service that is right but for these members of the spec, which overwrite those before. */
    private static BadRequest create(String what, String members) {
        return post(
                what,
                CREATE,
                "{\"Name\":\"bad\",\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"demo:1\"}}," + members + "}");
    }

    private static BadRequest task(String what, String members) {
        return post(
                what,
                CREATE,
                "{\"Name\":\"bad\",\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"demo:1\"}," + members + "}}");
    }

    private static BadRequest container(String what, String members) {
        return post(
                what,
                CREATE,
                "{\"Name\":\"bad\",\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"demo:1\"," + members + "}}}");
    }

    private static BadRequest mount(String what, String mounts) {
        return container(what, "\"Mounts\":[" + mounts + "]");
    }

    private static List<BadRequest> bodies() {
        return List.of(
                post("malformed JSON", CREATE, "{bad"),
                post("JSON that ends early", CREATE, "{\"Name\":\"bad\",\"TaskTemplate\":{"),
                post("no body", CREATE, ""),
                post("an array for an object", CREATE, "[]"),
                post("a number for a string", CREATE, "{\"Name\":5}"),
                post(
                        "a string for a number",
                        CREATE,
                        "{\"Name\":\"bad\",\"Mode\":{\"Replicated\":{\"Replicas\":\"2\"}}}"),
                post("an empty object", CREATE, "{}"),
                post("malformed JSON for an update", "/services/{service}/update?version={serviceVersion}", "{bad"));
    }

    private static List<BadRequest> specs() {
        return List.of(
                post("no task template", CREATE, "{\"Name\":\"bad\"}"),
                post("no image", CREATE, "{\"Name\":\"bad\",\"TaskTemplate\":{\"ContainerSpec\":{}}}"),
                post(
                        "a bad image reference",
                        CREATE,
                        "{\"Name\":\"bad\",\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"UPPER/Case:!\"}}}"),
                create("a name in use", "\"Name\":\"base\""),
                create("a name with a blank", "\"Name\":\"bad name\""),
                create("a name that begins with a dash", "\"Name\":\"-bad\""),
                create("a name that is too long", "\"Name\":\"" + "n".repeat(64) + "\""),
                create("an unknown network", "\"Networks\":[{\"Target\":\"nosuch\"}]"),
                create("a bad update order", "\"UpdateConfig\":{\"Order\":\"sideways\"}"),
                create("a bad failure action", "\"UpdateConfig\":{\"FailureAction\":\"shrug\"}"),
                create("a negative update delay", "\"UpdateConfig\":{\"Delay\":-1}"),
                create("a failure ratio over one", "\"UpdateConfig\":{\"MaxFailureRatio\":1.5}"));
    }

    private static List<BadRequest> containers() {
        return List.of(
                task("memory under 4 MiB", "\"Resources\":{\"Limits\":{\"MemoryBytes\":1048576}}"),
                task("a reservation under 4 MiB", "\"Resources\":{\"Reservations\":{\"MemoryBytes\":1}}"),
                task("hardly any CPU", "\"Resources\":{\"Limits\":{\"NanoCPUs\":1}}"),
                task("negative CPU", "\"Resources\":{\"Limits\":{\"NanoCPUs\":-1}}"),
                task("a bad constraint", "\"Placement\":{\"Constraints\":[\"node.role=manager\"]}"),
                task("a constraint without a key", "\"Placement\":{\"Constraints\":[\"==x\"]}"),
                task("a bad restart condition", "\"RestartPolicy\":{\"Condition\":\"sometimes\"}"),
                task("a negative restart delay", "\"RestartPolicy\":{\"Delay\":-1}"),
                mount("a relative mount target", "{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"here\"}"),
                mount("a mount target that escapes", "{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"../../etc\"}"),
                mount("no mount target", "{\"Type\":\"volume\",\"Source\":\"v\"}"),
                mount("a relative bind source", "{\"Type\":\"bind\",\"Source\":\"../etc\",\"Target\":\"/a\"}"),
                mount(
                        "a mount target twice",
                        "{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/a\"},{\"Type\":\"volume\",\"Source\":\"w\",\"Target\":\"/a\"}"),
                mount("an unknown mount type", "{\"Type\":\"floppy\",\"Source\":\"v\",\"Target\":\"/a\"}"),
                mount("a tmpfs with a source", "{\"Type\":\"tmpfs\",\"Source\":\"v\",\"Target\":\"/a\"}"),
                container(
                        "a secret that is not there",
                        "\"Secrets\":[{\"SecretID\":\"x\",\"SecretName\":\"x\",\"File\":{\"Name\":\"x\"}}]"));
    }

    private static List<BadRequest> endpoints() {
        String ingress = "{\"Protocol\":\"tcp\",\"TargetPort\":80,\"PublishedPort\":27980,\"PublishMode\":\"ingress\"}";
        return List.of(
                create("a port published twice", "\"EndpointSpec\":{\"Ports\":[" + ingress + "," + ingress + "]}"),
                create("ingress with dnsrr", "\"EndpointSpec\":{\"Mode\":\"dnsrr\",\"Ports\":[" + ingress + "]}"),
                create("an unknown endpoint mode", "\"EndpointSpec\":{\"Mode\":\"bogus\"}"),
                create(
                        "a port over 65535",
                        "\"EndpointSpec\":{\"Ports\":[{\"Protocol\":\"tcp\",\"TargetPort\":80000,\"PublishMode\":\"host\"}]}"));
    }

    private static List<BadRequest> modes() {
        return List.of(
                create("replicas -1", "\"Mode\":{\"Replicated\":{\"Replicas\":-1}}"),
                create("replicas 1.5", "\"Mode\":{\"Replicated\":{\"Replicas\":1.5}}"),
                create("two modes", "\"Mode\":{\"Replicated\":{\"Replicas\":1},\"Global\":{}}"),
                create(
                        "a job with an update order",
                        "\"Mode\":{\"ReplicatedJob\":{}},\"UpdateConfig\":{\"Parallelism\":1}"));
    }

    private static List<BadRequest> unknown() {
        return List.of(
                get("an unknown service", "/services/nosuch"),
                new BadRequest("removal of an unknown service", "DELETE", "/services/nosuch", ""),
                post(
                        "an update of an unknown service",
                        "/services/nosuch/update?version=1",
                        baseSpec("base", "demo:1")),
                get("an unknown task", "/tasks/nosuch"),
                get("logs of an unknown service", "/services/nosuch/logs?stdout=1"),
                get("logs of an unknown task", "/tasks/nosuch/logs?stdout=1"),
                get("logs of no stream", "/services/base/logs"),
                get("logs with a bad number of lines", "/services/base/logs?stdout=1&tail=bogus&since=garbage"));
    }

    private static String baseSpec(String name, String image) {
        return "{\"Name\":\"" + name + "\",\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"" + image
                + "\"}},\"Mode\":{\"Replicated\":{\"Replicas\":1}}}";
    }

    private static BadRequest update(String what, String version, String body) {
        return post(what, "/services/{service}/update" + version, body);
    }

    private static List<BadRequest> updates() {
        String now = "?version={serviceVersion}";
        String global =
                "{\"Name\":\"base\",\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"demo:1\"}},\"Mode\":{\"Global\":{}}}";
        return List.of(
                update("a stale version", "?version=1", baseSpec("base", "demo:2")),
                update("no version", "", baseSpec("base", "demo:2")),
                update("a version that is no number", "?version=abc", baseSpec("base", "demo:2")),
                update("a negative version", "?version=-1", baseSpec("base", "demo:2")),
                update("a rename", now, baseSpec("renamed", "demo:1")),
                update("a change of mode", now, global),
                update("an update to a bad image", now, baseSpec("base", "UPPER/Case:!")),
                update("an unknown rollback", now + "&rollback=sideways", baseSpec("base", "demo:1")),
                update("a rollback without a previous spec", now + "&rollback=previous", baseSpec("base", "demo:1")),
                post(
                        "a scale of a global service",
                        "/services/{global}/update?version={globalVersion}",
                        "{\"Name\":\"everywhere\",\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"demo:1\"}},"
                                + "\"Mode\":{\"Replicated\":{\"Replicas\":2}}}"));
    }

    private static BadRequest filtered(String what, String path, String filters) {
        return get(
                what,
                path + "?filters=" + java.net.URLEncoder.encode(filters, java.nio.charset.StandardCharsets.UTF_8));
    }

    private static List<BadRequest> queries() {
        String bogus = "{\"bogus\":{\"x\":true}}";
        return List.of(
                filtered("an unknown service filter", "/services", bogus),
                filtered("an unknown task filter", "/tasks", bogus),
                filtered("an unknown node filter", "/nodes", bogus),
                filtered("a garbled filter", "/services", "garbage"),
                filtered("a garbled task filter", "/tasks", "{\"service\":"),
                filtered("a filter of a wrong type", "/nodes", "[1,2]"),
                filtered("an unknown desired state", "/tasks", "{\"desired-state\":{\"bogus\":true}}"),
                filtered("an unknown role", "/nodes", "{\"role\":{\"bogus\":true}}"),
                filtered("an unknown membership", "/nodes", "{\"membership\":{\"bogus\":true}}"));
    }

    private static BadRequest node(String what, String version, String body) {
        return post(what, "/nodes/{node}/update" + version, body);
    }

    private static List<BadRequest> nodes() {
        String now = "?version={nodeVersion}";
        return List.of(
                get("an unknown node", "/nodes/nosuch"),
                new BadRequest("removal of an unknown node", "DELETE", "/nodes/nosuch", ""),
                new BadRequest("removal of a manager", "DELETE", "/nodes/{node}", ""),
                post(
                        "an update of an unknown node",
                        "/nodes/nosuch/update?version=1",
                        "{\"Role\":\"worker\",\"Availability\":\"active\"}"),
                node("an unknown availability", now, "{\"Role\":\"manager\",\"Availability\":\"bogus\"}"),
                node("an unknown node role", now, "{\"Role\":\"bogus\",\"Availability\":\"active\"}"),
                node("a stale node version", "?version=1", "{\"Role\":\"manager\",\"Availability\":\"active\"}"),
                node("no node version", "", "{\"Role\":\"manager\",\"Availability\":\"active\"}"),
                node("a demotion of the last manager", now, "{\"Role\":\"worker\",\"Availability\":\"active\"}"),
                node("malformed JSON for a node", now, "{bad"));
    }

    private static List<BadRequest> swarms() {
        return List.of(
                post(
                        "a second init",
                        "/swarm/init",
                        "{\"ListenAddr\":\"0.0.0.0:2377\",\"AdvertiseAddr\":\"127.0.0.1\"}"),
                post("malformed JSON for init", "/swarm/init", "{bad"),
                post("a join of a member", "/swarm/join", "{\"RemoteAddrs\":[\"127.0.0.1:1\"],\"JoinToken\":\"x\"}"),
                post("a leave of the last manager", "/swarm/leave", ""),
                // Not 1: a new swarm of ours has just that version.
                post("a wrong swarm version", "/swarm/update?version=999999", "{\"Name\":\"default\"}"),
                post("no swarm version", "/swarm/update", "{\"Name\":\"default\"}"),
                post("another swarm name", "/swarm/update?version={swarmVersion}", "{\"Name\":\"other\"}"),
                post("malformed JSON for a swarm", "/swarm/update?version={swarmVersion}", "{bad"));
    }

    private static List<BadRequest> urls() {
        return List.of(
                new BadRequest("a method that services have not", "PUT", "/services", "{}"),
                new BadRequest("a method that nodes have not", "PATCH", "/nodes", "{}"),
                new BadRequest("removal of a task", "DELETE", "/tasks/nosuch", ""),
                get("an unknown path", "/nosuch"),
                get("an unknown path below services", "/services/base/nosuch"),
                get("a version that is too new", "/v1.99/services"),
                get("a version that is too old", "/v1.11/services"));
    }

    @Override
    public String toString() {
        return what;
    }
}
