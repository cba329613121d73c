package io.priok.store.projection;

import io.priok.domain.NodeId;
import io.priok.domain.ObjectKind;
import io.priok.domain.ServiceId;
import io.priok.domain.StateObject;
import io.priok.image.AppliedId;
import io.priok.image.Image;
import io.priok.store.document.UnreadableDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.StatelessSession;

/** Reads the tables: the image whole, and history. */
final class TableReader {
    private final Tables tables;
    private final ObjectRows rows;

    TableReader(Tables tables, ObjectRows rows) {
        this.tables = tables;
        this.rows = rows;
    }

    Image image() {
        return tables.read(this::image);
    }

    private Image image(StatelessSession session) {
        ProgressEntity progress = session.get(ProgressEntity.class, 1);
        List<StateObject> objects = new ArrayList<>();
        for (ObjectKind kind : ObjectKind.values()) {
            for (ObjectEntity row : all(session, ObjectRows.table(kind))) {
                objects.add(rows.object(kind, row));
            }
        }
        Long inventory = progress.inventory;
        if (inventory != null && inventory != Inventory.with(Inventory.of(objects), progress)) {
            throw new UnreadableDocument("the tables at index " + progress.logIndex
                    + " do not hold what was written to them: rows are missing or of another time");
        }
        List<AppliedId> recent = session
                .createSelectionQuery("from AppliedEntity order by logIndex", AppliedEntity.class)
                .getResultList()
                .stream()
                .map(row -> new AppliedId(row.transactionId, row.logIndex))
                .toList();
        NodeId leader = progress.leader == null ? null : new NodeId(progress.leader);
        return Image.restore(progress.logIndex, progress.term, leader, objects, recent);
    }

    private static <T extends ObjectEntity> List<T> all(StatelessSession session, Class<T> entity) {
        return session.createSelectionQuery("from " + entity.getSimpleName(), entity)
                .getResultList();
    }

    List<EventRow> events(Instant since, Instant until, int limit) {
        return tables.read(session -> session
                .createSelectionQuery(
                        "from EventEntity where happenedAt >= :since and happenedAt < :until order by id",
                        EventEntity.class)
                .setParameter("since", since)
                .setParameter("until", until)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(EventRow::of)
                .toList());
    }

    List<TaskStep> taskHistory(ServiceId service, int limit) {
        return tables.read(session -> session
                .createSelectionQuery(
                        "from TaskHistoryEntity where serviceId = :service order by id desc", TaskHistoryEntity.class)
                .setParameter("service", service.value())
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(TaskStep::of)
                .toList());
    }

    List<AuditRow> audit(long beforeIndex, int limit) {
        return tables.read(session -> session
                .createSelectionQuery(
                        "from AuditEntity where logIndex < :before order by logIndex desc", AuditEntity.class)
                .setParameter("before", beforeIndex)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(AuditRow::of)
                .toList());
    }
}
