package io.priok.control.event;

import io.priok.domain.Cluster;
import io.priok.domain.Config;
import io.priok.domain.Network;
import io.priok.domain.Node;
import io.priok.domain.NodeStatus;
import io.priok.domain.Secret;
import io.priok.domain.Service;
import io.priok.domain.StateObject;
import io.priok.domain.Task;
import io.priok.domain.UpdateStatus;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.ServiceMode;
import io.priok.image.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Events from transitions. A service counts as removed from the moment its removal is asked for; tasks and the cluster's
 * settings have no events, as in the real one.
 */
public final class Events {
    private Events() {}

    /** @param at when the entry was applied: the transaction's time */
    public static List<ClusterEvent> of(List<Transition> transitions, Instant at) {
        return transitions.stream()
                .flatMap(transition -> {
                    ClusterEvent event = of(transition, at);
                    return event == null ? Stream.<ClusterEvent>empty() : Stream.of(event);
                })
                .toList();
    }

    private static @Nullable ClusterEvent of(Transition transition, Instant at) {
        StateObject object = transition.object();
        String type = typeOf(object);
        if (type == null) {
            return null;
        }
        StateObject before = visible(transition.before());
        StateObject after = visible(transition.after());
        if (before == null && after == null) {
            return null;
        }
        String action = before == null ? "create" : after == null ? "remove" : "update";
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("name", nameOf(object));
        if (before instanceof Service old && after instanceof Service now) {
            serviceChanges(old, now, attributes);
        }
        if (before instanceof Node old && after instanceof Node now) {
            nodeChanges(old, now, attributes);
        }
        return new ClusterEvent(type, action, object.id().value(), attributes, at);
    }

    private static @Nullable StateObject visible(@Nullable StateObject object) {
        return object instanceof Service service && service.pendingDelete() ? null : object;
    }

    private static @Nullable String typeOf(StateObject object) {
        return switch (object.kind()) {
            case SERVICE -> "service";
            case NODE -> "node";
            case NETWORK -> "network";
            case SECRET -> "secret";
            case CONFIG -> "config";
            case TASK, CLUSTER -> null;
        };
    }

    private static String nameOf(StateObject object) {
        if (object instanceof Service service) {
            return service.name();
        } else if (object instanceof Node node) {
            return node.hostname();
        } else if (object instanceof Network network) {
            return network.spec().name();
        } else if (object instanceof Secret secret) {
            return secret.spec().name();
        } else if (object instanceof Config config) {
            return config.spec().name();
        } else if (object instanceof Task task) {
            return task.containerName();
        }
        return ((Cluster) object).spec().name();
    }

    private static void serviceChanges(Service before, Service after, Map<String, String> attributes) {
        change(
                attributes,
                "image",
                before.spec().taskTemplate().container().image(),
                after.spec().taskTemplate().container().image());
        if (before.spec().mode() instanceof ServiceMode.Replicated old
                && after.spec().mode() instanceof ServiceMode.Replicated now) {
            change(attributes, "replicas", Long.toString(old.replicas()), Long.toString(now.replicas()));
        }
        change(attributes, "updatestate", word(before.updateStatus()), word(after.updateStatus()));
    }

    private static void nodeChanges(Node before, Node after, Map<String, String> attributes) {
        NodeSpec old = before.spec();
        NodeSpec now = after.spec();
        change(attributes, "availability", word(old.availabilityOrActive()), word(now.availabilityOrActive()));
        change(attributes, "role", word(old.roleOrWorker()), word(now.roleOrWorker()));
        change(attributes, "state", state(before.status()), state(after.status()));
    }

    private static String state(NodeStatus status) {
        return word(status.state());
    }

    /** An absent old or new value is left out; an unchanged one altogether. */
    private static void change(Map<String, String> attributes, String name, String before, String after) {
        if (before.equals(after)) {
            return;
        }
        if (!before.isEmpty()) {
            attributes.put(name + ".old", before);
        }
        if (!after.isEmpty()) {
            attributes.put(name + ".new", after);
        }
    }

    private static String word(@Nullable UpdateStatus status) {
        return status == null ? "" : word(status.state());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
