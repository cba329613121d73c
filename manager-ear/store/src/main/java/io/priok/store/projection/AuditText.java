package io.priok.store.projection;

import static java.util.Locale.ROOT;

import io.priok.domain.ObjectId;
import io.priok.domain.StateObject;
import io.priok.image.Transition;
import io.priok.state.Change;
import io.priok.state.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A transaction in a line for people: {@code update service web; create task web.1.x8…, web.2.9f… and 28 more}. */
final class AuditText {
    private static final int NAMED = 5;

    private final Map<String, List<String>> named = new LinkedHashMap<>();

    private AuditText() {}

    /** @param transitions empty when the transaction was refused: then the text says what it wanted */
    static String of(Transaction transaction, List<Transition> transitions) {
        AuditText text = new AuditText();
        for (Change change : transaction.changes()) {
            if (change instanceof Change.Elect elect) {
                text.add("elect", elect.leader() + " in term " + elect.term());
            } else if (transitions.isEmpty() && change instanceof Change.Put put) {
                text.add("put " + Words.of(put.object().kind()), EventAttributes.name(put.object()));
            } else if (transitions.isEmpty() && change instanceof Change.Remove remove) {
                text.add("remove " + kind(remove.id()), remove.id().value());
            }
        }
        for (Transition transition : transitions) {
            StateObject object = transition.object();
            String action = transition.before() == null ? "create" : transition.after() == null ? "remove" : "update";
            text.add(action + " " + Words.of(object.kind()), EventAttributes.name(object));
        }
        return Words.cut(text.toString(), Words.TEXT);
    }

    private void add(String what, String name) {
        named.computeIfAbsent(what, key -> new ArrayList<>()).add(name);
    }

    private static String kind(ObjectId id) {
        String type = id.getClass().getSimpleName();
        return type.substring(0, type.length() - "Id".length()).toLowerCase(ROOT);
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        named.forEach((what, names) -> {
            List<String> shown = names.subList(0, Math.min(NAMED, names.size()));
            String more = names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "";
            parts.add(what + " " + String.join(", ", shown) + more);
        });
        return String.join("; ", parts);
    }
}
