package io.priok.runtime;

import io.priok.image.Image;
import io.priok.log.ratis.DiskRoom;
import io.priok.store.document.Documents;
import io.priok.store.projection.Projection;
import io.priok.store.projection.ProjectionUnreadable;
import io.priok.store.projection.Retention;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The projection, open, with the image that it held. One that cannot be read is put aside and begun anew: the log's snapshot and
 * entries bring it up to date, all but its history.
 */
record Restored(Projection projection, Image image) {
    private static final Logger LOG = LoggerFactory.getLogger(Restored.class);

    static Restored from(Settings settings, Environment environment, Documents documents) {
        try {
            return read(settings, environment, documents);
        } catch (ProjectionUnreadable damaged) {
            LOG.error("PRIOK3023E: the projection cannot be read; it is put aside and made anew from the log", damaged);
            Projection.putAside(
                    environment.dataSource(),
                    environment.classes(),
                    settings.databaseDir(),
                    environment.clock().instant());
            return read(settings, environment, documents);
        }
    }

    private static Restored read(Settings settings, Environment environment, Documents documents) {
        Projection projection = Projection.open(
                environment.dataSource(),
                documents,
                Retention.DEFAULT,
                environment.timers(),
                environment.classes(),
                () -> DiskRoom.trouble(settings.databaseDir()).isEmpty());
        try {
            return new Restored(projection, projection.load());
        } catch (RuntimeException e) {
            projection.close();
            throw e;
        }
    }
}
