package io.priok.store.projection;

import io.priok.domain.Cluster;
import io.priok.domain.Config;
import io.priok.domain.Network;
import io.priok.domain.Node;
import io.priok.domain.Secret;
import io.priok.domain.Service;
import io.priok.domain.StateObject;
import io.priok.domain.Task;
import io.priok.domain.UpdateStatus;
import io.priok.domain.spec.ServiceMode;
import io.priok.image.Transition;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The attributes of an event's actor: its name, and old and new of what an update changed, in the real one's keys. */
final class EventAttributes {
    private EventAttributes() {}

    static Map<String, String> of(Transition transition) {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("name", name(transition.object()));
        if (transition.before() instanceof Node before && transition.after() instanceof Node after) {
            node(before, after, attributes);
        } else if (transition.before() instanceof Service before && transition.after() instanceof Service after) {
            service(before, after, attributes);
        }
        return attributes;
    }

    static String name(StateObject object) {
        return switch (object.kind()) {
            case CLUSTER -> ((Cluster) object).spec().name();
            case NODE -> ((Node) object).hostname();
            case SERVICE -> ((Service) object).name();
            case TASK -> ((Task) object).containerName();
            case NETWORK -> ((Network) object).spec().name();
            case SECRET -> ((Secret) object).spec().name();
            case CONFIG -> ((Config) object).spec().name();
        };
    }

    private static void node(Node before, Node after, Map<String, String> attributes) {
        change(
                "availability",
                Words.of(before.spec().availabilityOrActive()),
                Words.of(after.spec().availabilityOrActive()),
                attributes);
        change(
                "role",
                Words.of(before.spec().roleOrWorker()),
                Words.of(after.spec().roleOrWorker()),
                attributes);
        change(
                "state",
                Words.of(before.status().state()),
                Words.of(after.status().state()),
                attributes);
    }

    private static void service(Service before, Service after, Map<String, String> attributes) {
        change(
                "image",
                before.spec().taskTemplate().container().image(),
                after.spec().taskTemplate().container().image(),
                attributes);
        if (before.spec().mode() instanceof ServiceMode.Replicated old
                && after.spec().mode() instanceof ServiceMode.Replicated now) {
            change("replicas", Long.toString(old.replicas()), Long.toString(now.replicas()), attributes);
        }
        change("updatestate", state(before.updateStatus()), state(after.updateStatus()), attributes);
    }

    private static String state(@Nullable UpdateStatus status) {
        return status == null ? "" : Words.of(status.state());
    }

    private static void change(String key, String before, String after, Map<String, String> attributes) {
        if (!before.equals(after)) {
            if (!before.isEmpty()) {
                attributes.put(key + ".old", before);
            }
            if (!after.isEmpty()) {
                attributes.put(key + ".new", after);
            }
        }
    }
}
