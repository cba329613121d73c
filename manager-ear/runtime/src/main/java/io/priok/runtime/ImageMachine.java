package io.priok.runtime;

import io.priok.image.Application;
import io.priok.image.Image;
import io.priok.log.StateMachine;
import io.priok.state.Transaction;
import io.priok.store.projection.Projection;
import io.priok.store.snapshot.ImageSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The image driven by the log. The one place where the current image is replaced; readers take {@link #image} and keep it.
 */
final class ImageMachine implements StateMachine {
    /** Told of every applied entry, in order, on the log's thread: hand over and return. */
    @FunctionalInterface
    interface Listener {
        void applied(Transaction transaction, Application application);
    }

    private static final Logger LOG = LoggerFactory.getLogger(ImageMachine.class);

    private final Projection projection;
    private final EntrySeal seal;
    private final EntryFormat format;
    private final ImageSnapshot snapshots;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile Image image;

    /**
     * @param restored what the projection held at the start
     * @throws EntryFormat.Unknown when that is in a later format than this version knows; so do {@link #apply} and {@link #restoreSnapshot},
     *     which ends this manager rather than have it hold another state than the others
     */
    ImageMachine(Image restored, Projection projection, EntrySeal seal, EntryFormat format, ImageSnapshot snapshots) {
        format.check(restored);
        this.seal = seal;
        this.format = format;
        this.snapshots = snapshots;
        this.image = restored;
        this.projection = projection;
    }

    Image image() {
        return image;
    }

    void listen(Listener listener) {
        listeners.add(listener);
    }

    /** An entry in the format that is in force. */
    byte[] entry(Transaction transaction) {
        return seal.seal(format.write(transaction, image.format()));
    }

    @Override
    public long appliedIndex() {
        return image.index();
    }

    @Override
    public byte[] apply(long index, byte[] entry) {
        Transaction transaction = format.read(seal.open(entry));
        Application application = image.apply(index, transaction);
        format.check(application.image());
        image = application.image();
        projection.apply(index, transaction, application);
        for (Listener listener : listeners) {
            tell(listener, transaction, application);
        }
        return OutcomeJson.write(application.outcome());
    }

    /** What a listener does wrong is no reason for the log to stop. */
    private static void tell(Listener listener, Transaction transaction, Application application) {
        try {
            listener.applied(transaction, application);
        } catch (RuntimeException e) {
            LOG.error(
                    "PRIOK3004E: a listener failed at entry {}",
                    application.image().index(),
                    e);
        }
    }

    @Override
    public void writeSnapshot(OutputStream out) throws IOException {
        snapshots.write(image, out);
    }

    @Override
    public void restoreSnapshot(InputStream in) throws IOException {
        Image restored = snapshots.read(in);
        format.check(restored);
        projection.replaceWith(restored);
        image = restored;
    }
}
