package io.priok.store.projection;

import io.priok.domain.ObjectKind;
import io.priok.domain.StateObject;
import io.priok.image.Transition;
import java.util.Map;
import java.util.Optional;

/**
 * A change as {@code docker events} tells it.
 *
 * @param kind {@code service}, {@code node}, {@code network}, {@code secret} or {@code config}
 * @param action {@code create}, {@code update} or {@code remove}
 * @param attributes of the actor: {@code name}, and for what changed {@code x.old} and {@code x.new}
 */
public record StateEvent(String kind, String action, String objectId, Map<String, String> attributes) {
    public StateEvent {
        attributes = Map.copyOf(attributes);
    }

    /** Nothing for the cluster and for tasks, of which the real one tells nothing either. */
    public static Optional<StateEvent> of(Transition transition) {
        StateObject object = transition.object();
        if (object.kind() == ObjectKind.TASK || object.kind() == ObjectKind.CLUSTER) {
            return Optional.empty();
        }
        String action = transition.before() == null ? "create" : transition.after() == null ? "remove" : "update";
        return Optional.of(
                new StateEvent(Words.of(object.kind()), action, object.id().value(), EventAttributes.of(transition)));
    }
}
