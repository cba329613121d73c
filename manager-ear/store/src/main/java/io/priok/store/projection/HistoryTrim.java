package io.priok.store.projection;

import io.priok.image.AppliedId;
import io.priok.image.Image;
import java.util.List;
import org.hibernate.StatelessSession;

/** Keeps the history tables within their bounds, in the same transactions that write them, a tenth at a time. */
final class HistoryTrim {
    /** Applied ids are deleted in strides of this many; the image has fewer than the table then, and is what bounds them. */
    private static final int APPLIED_STRIDE = 2_000;

    private final Bound events;
    private final Bound tasks;
    private final Bound audit;
    private int applied = APPLIED_STRIDE;

    HistoryTrim(Retention retention) {
        events = new Bound("EventEntity", "id", retention.events());
        tasks = new Bound("TaskHistoryEntity", "id", retention.taskSteps());
        audit = new Bound("AuditEntity", "logIndex", retention.audit());
    }

    void after(StatelessSession session, HistoryRows written, Image image) {
        events.after(session, written.events.size());
        tasks.after(session, written.tasks.size());
        audit.after(session, written.audit.size());
        applied += written.applied.size();
        if (applied >= APPLIED_STRIDE) {
            applied = 0;
            List<AppliedId> recent = image.recentIds();
            long oldest = recent.isEmpty() ? 0 : recent.get(0).index();
            session.createMutationQuery("delete from AppliedEntity where logIndex < :oldest")
                    .setParameter("oldest", oldest)
                    .executeUpdate();
        }
    }

    static void dropAfter(StatelessSession session, long index) {
        long firstKey = HistoryRows.firstKey(index + 1);
        delete(session, "EventEntity where id >= :key", firstKey);
        delete(session, "TaskHistoryEntity where id >= :key", firstKey);
        delete(session, "AuditEntity where logIndex >= :key", index + 1);
    }

    private static void delete(StatelessSession session, String what, long key) {
        session.createMutationQuery("delete from " + what)
                .setParameter("key", key)
                .executeUpdate();
    }

    /** One table: its entity, its ascending key, and how many rows to keep. */
    private static final class Bound {
        private final String entity;
        private final String key;
        private final int kept;
        private int sinceTrim;

        Bound(String entity, String key, int kept) {
            this.entity = entity;
            this.key = key;
            this.kept = kept;
            // The first batch after a start trims: what was written before it is not counted here.
            this.sinceTrim = kept;
        }

        void after(StatelessSession session, int written) {
            sinceTrim += written;
            if (sinceTrim <= kept / 10) {
                return;
            }
            sinceTrim = 0;
            session.createSelectionQuery("select " + key + " from " + entity + " order by " + key + " desc", Long.class)
                    .setFirstResult(kept)
                    .setMaxResults(1)
                    .getResultList()
                    .forEach(last -> delete(session, entity + " where " + key + " <= :key", last));
        }
    }
}
