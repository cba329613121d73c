package io.priok.runtime;

import io.priok.image.Image;
import io.priok.log.StateMachine;
import io.priok.store.snapshot.ImageSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The image driven by a log, in memory alone: nothing on disk changes before it is certain what it will be. */
final class ImageReplay implements StateMachine {
    private final EntrySeal seal;
    private final ImageSnapshot snapshots;
    private Image image;

    ImageReplay(Image image, EntrySeal seal, ImageSnapshot snapshots) {
        this.image = image;
        this.seal = seal;
        this.snapshots = snapshots;
    }

    synchronized Image image() {
        return image;
    }

    @Override
    public synchronized long appliedIndex() {
        return image.index();
    }

    @Override
    public synchronized byte[] apply(long index, byte[] entry) {
        var application = image.apply(index, EntryFormat.CURRENT.read(seal.open(entry)));
        image = application.image();
        return OutcomeJson.write(application.outcome());
    }

    @Override
    public synchronized void writeSnapshot(OutputStream out) throws IOException {
        snapshots.write(image, out);
    }

    @Override
    public synchronized void restoreSnapshot(InputStream in) throws IOException {
        image = snapshots.read(in);
    }
}
