package io.priok.store.projection;

import io.priok.domain.ObjectId;
import io.priok.domain.ObjectKind;
import io.priok.domain.StateObject;
import io.priok.image.Transition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a batch of entries comes to, object by object: one that changes ten times is written once, one that comes and goes not at
 * all. Within one database transaction nobody can tell the difference.
 */
final class NetChanges {
    private final Map<ObjectId, Transition> net = new LinkedHashMap<>();

    void add(Transition transition) {
        net.merge(
                transition.object().id(),
                transition,
                (earlier, later) -> new Transition(earlier.before(), later.after()));
    }

    List<StateObject> created(ObjectKind kind) {
        return select(kind, true, false);
    }

    List<StateObject> updated(ObjectKind kind) {
        return select(kind, true, true);
    }

    List<StateObject> removed(ObjectKind kind) {
        return select(kind, false, true);
    }

    /** What the batch makes of the sum over all objects. */
    long inventory() {
        long change = 0;
        for (Transition transition : net.values()) {
            if (transition.before() != null) {
                change -= Inventory.of(transition.before());
            }
            if (transition.after() != null) {
                change += Inventory.of(transition.after());
            }
        }
        return change;
    }

    private List<StateObject> select(ObjectKind kind, boolean isThere, boolean wasThere) {
        List<StateObject> found = new ArrayList<>();
        for (Transition transition : net.values()) {
            boolean is = transition.after() != null;
            boolean was = transition.before() != null;
            if (is == isThere && was == wasThere && transition.object().kind() == kind) {
                found.add(transition.object());
            }
        }
        return found;
    }
}
