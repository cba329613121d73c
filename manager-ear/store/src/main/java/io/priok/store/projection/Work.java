package io.priok.store.projection;

import io.priok.image.Application;
import io.priok.image.Image;
import io.priok.state.Transaction;
import java.util.concurrent.CompletableFuture;

/** What waits for the projector, in the order it was given. */
sealed interface Work {
    /** One entry of the log and what it did. */
    record Entry(long index, Transaction transaction, Application application) implements Work {}

    /** A snapshot was installed: the tables become this image. */
    record Replace(Image image, CompletableFuture<Long> done) implements Work {}

    /** Everything before is to be on the disk. */
    record Flush(CompletableFuture<Long> done) implements Work {}
}
