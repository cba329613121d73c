package io.priok.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/**
 * The transactions applied last, by which a doubled one is known. Bounded: a copy that comes more than {@link #KEPT} transactions
 * later would be applied again, which its expected versions or its term then refuse.
 */
final class RecentIds {
    static final int KEPT = 10_000;
    static final RecentIds EMPTY = new RecentIds(HashTreePMap.empty(), TreePMap.empty());

    private final PMap<String, Long> indexes;
    private final TreePMap<Long, String> order;

    private RecentIds(PMap<String, Long> indexes, TreePMap<Long, String> order) {
        this.indexes = indexes;
        this.order = order;
    }

    Optional<Long> indexOf(String id) {
        return Optional.ofNullable(indexes.get(id));
    }

    RecentIds with(String id, long index) {
        PMap<String, Long> nextIndexes = indexes.plus(id, index);
        TreePMap<Long, String> nextOrder = order.plus(index, id);
        if (nextOrder.size() > KEPT) {
            var oldest = nextOrder.firstEntry();
            nextIndexes = nextIndexes.minus(oldest.getValue());
            nextOrder = nextOrder.minus(oldest.getKey());
        }
        return new RecentIds(nextIndexes, nextOrder);
    }

    /** Oldest first. */
    List<AppliedId> all() {
        List<AppliedId> ids = new ArrayList<>(order.size());
        order.forEach((index, id) -> ids.add(new AppliedId(id, index)));
        return ids;
    }
}
