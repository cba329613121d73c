package io.priok.front;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which backend answers a request, decided from method and target alone.
 *
 * <p>Priok owns what concerns the cluster; all else, unknown paths included, is the engine's, whose {@code page not
 * found} is then the real one. The engine has a Swarm mode of its own that must stay unreachable, hence the decision is
 * made on the decoded path, and a path that the two sides could read differently (dot or empty segments, a version such
 * as {@code v1.41.0}) is refused instead of forwarded.
 */
final class Routes {
    private static final Pattern VERSION_PREFIX = Pattern.compile("/v([0-9.]+)(?=/|$)");
    private static final Set<String> SWARM_TREES = Set.of("swarm", "nodes", "services", "tasks", "secrets", "configs");

    private final ApiVersion oldest;
    private final ApiVersion newest;

    Routes(ApiVersion oldest, ApiVersion newest) {
        this.oldest = oldest;
        this.newest = newest;
    }

    Route decide(String method, String target) {
        String uri = originForm(target);
        int query = uri.indexOf('?');
        String rawPath = query < 0 ? uri : uri.substring(0, query);
        Optional<String> decoded = decode(rawPath);
        if (method.equals("CONNECT") || !rawPath.startsWith("/") || decoded.isEmpty()) {
            return new Route.Refuse(400, "malformed request target");
        }
        if (isAmbiguous(decoded.get())) {
            return new Route.Refuse(400, "invalid path: " + rawPath);
        }
        Matcher prefix = VERSION_PREFIX.matcher(rawPath);
        if (!prefix.lookingAt()) {
            // An escaped prefix would hide from the version check what the engine decodes.
            return VERSION_PREFIX.matcher(decoded.get()).lookingAt()
                    ? new Route.Refuse(400, "invalid path: " + rawPath)
                    : forward(method, uri, Optional.empty(), uri, decoded.get());
        }
        Optional<ApiVersion> version = ApiVersion.parse(prefix.group(1));
        if (version.isEmpty()) {
            return new Route.Refuse(400, "invalid API version: " + prefix.group(1));
        }
        if (version.get().compareTo(oldest) < 0) {
            return new Route.Refuse(
                    400,
                    "client version " + version.get() + " is too old. Minimum supported API version is " + oldest
                            + ", please upgrade your client to a newer version");
        }
        if (version.get().compareTo(newest) > 0) {
            return new Route.Refuse(
                    400, "client version " + version.get() + " is too new. Maximum supported API version is " + newest);
        }
        return forward(
                method, uri, version, uri.substring(prefix.end()), decoded.get().substring(prefix.end()));
    }

    private static Route forward(
            String method, String uri, Optional<ApiVersion> version, String unversioned, String path) {
        List<String> segments =
                path.length() < 2 ? List.of() : List.of(path.substring(1).split("/"));
        Backend backend = isSwarm(method, segments) ? Backend.SWARM : Backend.ENGINE;
        return new Route.Forward(backend, uri, version, unversioned, hijack(method, segments));
    }

    private static boolean isSwarm(String method, List<String> path) {
        if (path.isEmpty()) {
            return false;
        }
        String first = path.get(0);
        boolean get = method.equals("GET");
        if (SWARM_TREES.contains(first)) {
            return true;
        }
        return switch (first) {
            case "_ping" -> path.size() == 1 && (get || method.equals("HEAD"));
            case "version", "info", "events" -> path.size() == 1 && get;
            case "networks" -> isSwarmNetwork(method, path);
            default -> false;
        };
    }

    /** Reading, creating and removing networks is ours; plugging containers in and pruning is the engine's. */
    private static boolean isSwarmNetwork(String method, List<String> path) {
        return switch (method) {
            case "GET" -> path.size() <= 2;
            case "DELETE" -> path.size() == 2;
            case "POST" -> path.equals(List.of("networks", "create"));
            default -> false;
        };
    }

    private static Hijack hijack(String method, List<String> path) {
        if (!method.equals("POST")) {
            return Hijack.NEVER;
        }
        if (path.equals(List.of("session")) || path.equals(List.of("grpc"))) {
            return Hijack.BY_UPGRADE;
        }
        boolean attach = path.size() == 3
                && path.get(0).equals("containers")
                && path.get(2).equals("attach");
        boolean exec =
                path.size() == 3 && path.get(0).equals("exec") && path.get(2).equals("start");
        return attach || exec ? Hijack.BY_UPGRADE_OR_RAW_BODY : Hijack.NEVER;
    }

    /** Drops scheme and authority of an absolute target, as {@code GET http://host/path}. */
    private static String originForm(String target) {
        if (!target.regionMatches(true, 0, "http://", 0, 7) && !target.regionMatches(true, 0, "https://", 0, 8)) {
            return target;
        }
        int path = target.indexOf('/', target.indexOf("//") + 2);
        return path < 0 ? "/" : target.substring(path);
    }

    private static Optional<String> decode(String rawPath) {
        try {
            // In a path a plus sign is itself; the decoder is made for forms, where it is a space.
            return Optional.of(URLDecoder.decode(rawPath.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isAmbiguous(String path) {
        boolean control = path.chars().anyMatch(c -> c < ' ' || c == '\\' || c == 0x7f);
        return control || path.contains("//") || (path + "/").contains("/./") || (path + "/").contains("/../");
    }
}
