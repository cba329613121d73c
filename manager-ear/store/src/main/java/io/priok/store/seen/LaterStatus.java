package io.priok.store.seen;

import io.priok.domain.TaskStatus;
import io.priok.json.Json;
import io.priok.json.MalformedJson;
import java.util.List;
import org.infinispan.conflict.EntryMergePolicy;
import org.infinispan.container.entries.CacheEntry;
import org.jspecify.annotations.Nullable;

/** What remains of two sides' entries for a task when they merge: the status that supersedes, as everywhere. */
final class LaterStatus implements EntryMergePolicy<String, String> {
    @Override
    @SuppressWarnings("NullAway") // both sides without the entry: Infinispan takes null for its removal
    public CacheEntry<String, String> merge(
            CacheEntry<String, String> preferred, List<CacheEntry<String, String>> others) {
        CacheEntry<String, String> latest = present(preferred) ? preferred : null;
        for (CacheEntry<String, String> other : others) {
            if (present(other) && (latest == null || supersedes(other.getValue(), latest.getValue()))) {
                latest = other;
            }
        }
        return latest;
    }

    private static boolean present(@Nullable CacheEntry<String, String> entry) {
        return entry != null && !entry.isNull() && entry.getValue() != null;
    }

    private static boolean supersedes(String one, String other) {
        try {
            return Json.read(one, TaskStatus.class).supersedes(Json.read(other, TaskStatus.class));
        } catch (MalformedJson e) {
            return false;
        }
    }
}
