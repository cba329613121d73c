package io.priok.store.projection;

import io.priok.domain.NodeId;
import io.priok.domain.ObjectKind;
import io.priok.domain.StateObject;
import io.priok.image.AppliedId;
import io.priok.image.Image;
import java.util.List;
import org.hibernate.StaleStateException;
import org.hibernate.StatelessSession;
import org.hibernate.exception.ConstraintViolationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes batches of entries, each batch in one transaction with the index of its last. Used by one thread at a time. */
final class TableWriter {
    private static final Logger LOG = LoggerFactory.getLogger(TableWriter.class);
    private static final int PROGRESS = 1;

    private final Tables tables;
    private final ObjectRows rows;
    private final HistoryTrim trim;

    TableWriter(Tables tables, ObjectRows rows, Retention retention) {
        this.tables = tables;
        this.rows = rows;
        this.trim = new HistoryTrim(retention);
    }

    /**
     * Writes those of the entries that are later than what the tables hold, so a batch may be tried again when it is unknown
     * whether its commit had effect.
     */
    void write(List<Work.Entry> entries) {
        Image image = entries.get(entries.size() - 1).application().image();
        try {
            tables.write(session -> write(session, entries, image));
        } catch (ConstraintViolationException | StaleStateException e) {
            // The tables are not what these entries were applied to. The image at their end is at hand, and is the
            // truth.
            LOG.error(
                    "PRIOK5301E the projection disagrees with the log before index {}: rewriting it", image.index(), e);
            replace(image);
        }
    }

    private void write(StatelessSession session, List<Work.Entry> entries, Image image) {
        ProgressEntity progress = session.get(ProgressEntity.class, PROGRESS);
        NetChanges net = new NetChanges();
        HistoryRows history = new HistoryRows();
        for (Work.Entry entry : entries) {
            if (entry.index() > progress.logIndex) {
                entry.application().transitions().forEach(net::add);
                history.add(entry);
            }
        }
        if (image.index() <= progress.logIndex) {
            return;
        }
        Long before = progress.inventory;
        long objects =
                before == null ? Inventory.of(image.objects()) : Inventory.objects(progress, before) + net.inventory();
        for (ObjectKind kind : ObjectKind.values()) {
            net.removed(kind).forEach(object -> session.delete(rows.row(object)));
            net.created(kind).forEach(object -> session.insert(rows.row(object)));
            net.updated(kind).forEach(object -> session.update(rows.row(object)));
        }
        history.applied.forEach(session::insert);
        history.events.forEach(session::insert);
        history.tasks.forEach(session::insert);
        history.audit.forEach(session::insert);
        progress(session, progress, image, objects);
        trim.after(session, history, image);
    }

    /** Makes the tables of objects this image, whatever they held; history stays. */
    void replace(Image image) {
        tables.write(session -> {
            for (ObjectKind kind : ObjectKind.values()) {
                deleteAll(session, ObjectRows.table(kind));
            }
            deleteAll(session, AppliedEntity.class);
            for (StateObject object : image.objects()) {
                session.insert(rows.row(object));
            }
            for (AppliedId applied : image.recentIds()) {
                AppliedEntity row = new AppliedEntity();
                row.logIndex = applied.index();
                row.transactionId = applied.id();
                session.insert(row);
            }
            // What was written of entries after the image, if it is an earlier one, will be written again.
            HistoryTrim.dropAfter(session, image.index());
            progress(session, session.get(ProgressEntity.class, PROGRESS), image, Inventory.of(image.objects()));
        });
    }

    private static void progress(StatelessSession session, ProgressEntity progress, Image image, long objects) {
        progress.logIndex = image.index();
        progress.term = image.term();
        progress.leader = image.leader().map(NodeId::value).orElse(null);
        progress.inventory = Inventory.with(objects, progress);
        session.update(progress);
    }

    private static void deleteAll(StatelessSession session, Class<?> entity) {
        session.createMutationQuery("delete from " + entity.getSimpleName()).executeUpdate();
    }
}
