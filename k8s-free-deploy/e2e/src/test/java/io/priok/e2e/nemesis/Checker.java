package io.priok.e2e.nemesis;

import io.priok.e2e.nemesis.Anomaly.Kind;
import io.priok.e2e.nemesis.Operation.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is wrong with a history, the states in which managers ended, and the elections that their logs tell of. */
final class Checker {
    private Checker() {}

    /** Each service's own history; services do not depend on each other. */
    static List<Anomaly> history(List<Operation> operations) {
        Map<String, List<Operation>> services = new TreeMap<>();
        List<Operation> lists = new ArrayList<>();
        for (Operation operation : operations) {
            if (operation.kind() == Operation.Kind.LIST) {
                lists.add(operation);
            } else {
                services.computeIfAbsent(operation.service(), name -> new ArrayList<>())
                        .add(operation);
            }
        }
        List<Anomaly> anomalies = new ArrayList<>();
        services.forEach((name, own) -> {
            List<Operation> all = new ArrayList<>(own);
            all.addAll(lists);
            anomalies.addAll(new Register(name, all).check());
        });
        Set<String> strangers = new TreeSet<>();
        lists.forEach(list -> strangers.addAll(list.seen().keySet()));
        strangers.removeAll(services.keySet());
        if (!strangers.isEmpty()) {
            anomalies.add(new Anomaly(Kind.FORK, "services that nobody has created: " + strangers));
        }
        return anomalies;
    }

    /** @param states what each manager says at the end, by manager and name */
    static List<Anomaly> finalStates(Map<String, Map<String, Seen>> states) {
        List<Anomaly> anomalies = new ArrayList<>();
        Map.Entry<String, Map<String, Seen>> first = null;
        for (Map.Entry<String, Map<String, Seen>> state : new TreeMap<>(states).entrySet()) {
            if (first == null) {
                first = state;
                continue;
            }
            Set<String> names = new TreeSet<>(first.getValue().keySet());
            names.addAll(state.getValue().keySet());
            for (String name : names) {
                Seen here = first.getValue().get(name);
                Seen there = state.getValue().get(name);
                if (here == null || !here.equals(there)) {
                    anomalies.add(new Anomaly(
                            Kind.FORK,
                            name + " is " + here + " at " + first.getKey() + " and " + there + " at "
                                    + state.getKey()));
                }
            }
        }
        return anomalies;
    }

    /** @param leaders nodes that said of themselves that they lead in a term */
    static List<Anomaly> terms(Map<Long, Set<String>> leaders) {
        List<Anomaly> anomalies = new ArrayList<>();
        new TreeMap<>(leaders).forEach((term, nodes) -> {
            if (nodes.size() > 1) {
                anomalies.add(new Anomaly(Kind.TWO_LEADERS, "in term " + term + " led " + new TreeSet<>(nodes)));
            }
        });
        return anomalies;
    }
}
