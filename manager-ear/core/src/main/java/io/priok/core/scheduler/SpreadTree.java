package io.priok.core.scheduler;

import io.priok.core.constraint.ConstraintExpression;
import io.priok.domain.ServiceId;
import io.priok.domain.spec.Placement;
import io.priok.domain.spec.Placement.Preference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the next task of a service goes.
 *
 * <p>Goal: evenness, first over the values of each preference's label in the order given, then over nodes. Each branch counts the
 * service's tasks in it; the branch with the fewest that has room takes the next task, and so on down to a node: of those
 * with room the one with the fewest tasks of the service, then the fewest tasks at all. Example: racks a (two nodes) and b (one
 * node), four tasks: two in each rack, so two on b's only node.
 */
final class SpreadTree {
    private final Map<String, SpreadTree> branches = new TreeMap<>();
    private final PriorityQueue<Bin> nodes;
    private int tasks;

    /**
     * @param bins the nodes that passed the filters, in the order that decides between equals
     * @param order of nodes, the best first
     */
    SpreadTree(ServiceId service, List<Preference> preferences, List<Bin> bins, Comparator<Bin> order) {
        this.nodes = new PriorityQueue<>(order);
        List<Preference> spreads = preferences.stream()
                .filter(preference -> descriptor(preference) != null)
                .toList();
        for (Bin bin : bins) {
            tasks += bin.wantedOf(service);
        }
        if (spreads.isEmpty()) {
            nodes.addAll(bins);
            return;
        }
        Map<String, List<Bin>> groups = new TreeMap<>();
        for (Bin bin : bins) {
            String value = ConstraintExpression.labelValue(String.valueOf(descriptor(spreads.get(0))), bin.node())
                    .orElse("");
            groups.computeIfAbsent(value, any -> new ArrayList<>()).add(bin);
        }
        groups.forEach((value, members) ->
                branches.put(value, new SpreadTree(service, spreads.subList(1, spreads.size()), members, order)));
    }

    /** The node for the next task, counted as taken once {@code place} accepts it; absent when none has room. */
    @Nullable
    Bin next(Predicate<Bin> place) {
        Bin taken = branches.isEmpty() ? fromNodes(place) : fromBranches(place);
        if (taken != null) {
            tasks++;
        }
        return taken;
    }

    /** A node without room is left out for good: nothing is taken away from a node within a pass. */
    private @Nullable Bin fromNodes(Predicate<Bin> place) {
        Bin bin;
        while ((bin = nodes.poll()) != null) {
            if (place.test(bin)) {
                nodes.add(bin);
                return bin;
            }
        }
        return null;
    }

    private @Nullable Bin fromBranches(Predicate<Bin> place) {
        List<SpreadTree> emptiestFirst = new ArrayList<>(branches.values());
        emptiestFirst.sort(Comparator.comparingInt(branch -> branch.tasks));
        for (SpreadTree branch : emptiestFirst) {
            Bin taken = branch.next(place);
            if (taken != null) {
                return taken;
            }
        }
        return null;
    }

    private static @Nullable String descriptor(Preference preference) {
        Placement.Spread spread = preference.spread();
        return spread == null ? null : spread.spreadDescriptor();
    }
}
