package io.priok.store.projection;

import io.priok.domain.ServiceId;
import io.priok.image.Application;
import io.priok.image.Image;
import io.priok.state.Transaction;
import io.priok.store.document.Documents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log: the applier hands over each entry, and one task at a time writes what has gathered, in order. When the database
 * fails (a full disk, a lost connection) the same batch is tried again, with growing pauses, until it succeeds.
 *
 * <p>To be used so: {@link #load}, then entries after that image's index through {@link #apply}; or {@link #replaceWith} when the
 * state comes from elsewhere.
 */
public final class Projection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Projection.class);
    private static final int CAPACITY = 10_000;
    private static final int BATCH = 1_000;
    /** Entries gather for this long; a transaction for each would cost the disk twenty times their size. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration WITHOUT_ROOM = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Tables tables;
    private final TableWriter writer;
    private final TableReader reader;
    private final ScheduledExecutorService scheduler;
    private final BooleanSupplier disk;
    private final WorkQueue queue = new WorkQueue(CAPACITY);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    /** Held while a batch is written, so that closing waits for it. */
    private final Object writing = new Object();

    private volatile long written;
    private volatile long durable;
    private volatile @Nullable String trouble;
    private volatile boolean closed;
    private Duration pause = FIRST_PAUSE;

    private Projection(
            Tables tables,
            Documents documents,
            Retention retention,
            ScheduledExecutorService scheduler,
            BooleanSupplier disk) {
        this.disk = disk;
        ObjectRows rows = new ObjectRows(documents);
        this.tables = tables;
        this.writer = new TableWriter(tables, rows, retention);
        this.reader = new TableReader(tables, rows);
        this.scheduler = scheduler;
    }

    /**
     * Brings the database to the present schema and maps it; takes about a second.
     *
     * @param scheduler runs the projector, one run at a time, for as long as there is work
     * @param classes sees Hibernate, this class and the migrations
     * @throws ProjectionUnreadable when the database is damaged
     * @throws ProjectionUnavailable when it cannot be reached or another process holds it
     */
    public static Projection open(
            DataSource source,
            Documents documents,
            Retention retention,
            ScheduledExecutorService scheduler,
            ClassLoader classes) {
        return open(source, documents, retention, scheduler, classes, () -> true);
    }

    /**
     * @param disk false while what the database lies on takes nothing; asked before a batch is tried again, for each vain try closes the
     *     database, and fills pages of the server's messages
     */
    public static Projection open(
            DataSource source,
            Documents documents,
            Retention retention,
            ScheduledExecutorService scheduler,
            ClassLoader classes,
            BooleanSupplier disk) {
        try {
            return new Projection(Tables.open(source, classes), documents, retention, scheduler, disk);
        } catch (RuntimeException e) {
            throw Trouble.reading(e);
        }
    }

    /** Empties the database: the node begins a swarm or has left one. No projection may be open on it. */
    public static void erase(DataSource source, ClassLoader classes) {
        try {
            Tables.erase(source, classes);
        } catch (RuntimeException e) {
            throw Trouble.reading(e);
        }
    }

    /**
     * Makes a database go that turned out {@link ProjectionUnreadable}, so that {@link #open} begins with an empty one. H2 is ended
     * and its files are renamed to {@code <name>.unreadable.<epoch millis>}; any other database is erased. No projection may be open
     * on it.
     *
     * @param directory where the source's database lies, if it is H2
     * @throws java.io.UncheckedIOException when a file cannot be renamed
     * @throws ProjectionUnavailable when the database to erase cannot be reached
     */
    public static void putAside(DataSource source, ClassLoader classes, Path directory, Instant now) {
        if (!H2Files.in(directory).isEmpty() && H2Files.end(source)) {
            H2Files.moveAside(directory, now);
        } else {
            erase(source, classes);
        }
    }

    /**
     * The image that the tables hold, empty at first.
     *
     * @throws ProjectionUnreadable when anything of it cannot be read
     * @throws ProjectionUnavailable when the database does not answer
     */
    public Image load() {
        try {
            Image image = reader.image();
            synchronized (writing) {
                tables.sync();
                written = Math.max(written, image.index());
                durable = Math.max(durable, image.index());
            }
            return image;
        } catch (RuntimeException e) {
            throw Trouble.reading(e);
        }
    }

    /**
     * Takes an entry that was applied; returns at once unless the database is {@value #CAPACITY} entries behind. After
     * {@link #stopTaking} it is dropped, and comes again from the log.
     */
    public void apply(long index, Transaction transaction, Application application) {
        if (queue.put(new Work.Entry(index, transaction, application))) {
            schedule(GATHER);
        }
    }

    /**
     * Takes no more entries, and lets go of an applier that waits in {@link #apply} for a database that stands still. What was taken
     * is still written until {@link #close}.
     */
    public void stopTaking() {
        queue.stopTaking();
    }

    /**
     * The state came from elsewhere: the tables become this image, after what was taken before.
     *
     * @return completes with the image's index when that is durable
     */
    public CompletionStage<Long> replaceWith(Image image) {
        CompletableFuture<Long> done = new CompletableFuture<>();
        queue.putNow(new Work.Replace(image, done));
        schedule(Duration.ZERO);
        return done;
    }

    /** Completes with {@link #durableIndex} when all that was taken before is durable. */
    public CompletionStage<Long> flush() {
        CompletableFuture<Long> done = new CompletableFuture<>();
        queue.putNow(new Work.Flush(done));
        schedule(Duration.ZERO);
        return done;
    }

    /** Index of the last entry that is known to survive a loss of power; a crash of the process alone loses less. */
    public long durableIndex() {
        return durable;
    }

    public ProjectionStatus status() {
        return new ProjectionStatus(written, durable, queue.size(), Optional.ofNullable(trouble));
    }

    /** Events from {@code since} up to before {@code until}, oldest first. */
    public List<EventRow> events(Instant since, Instant until, int limit) {
        return reader.events(since, until, limit);
    }

    /** What became of a service's tasks, latest first. */
    public List<TaskStep> taskHistory(ServiceId service, int limit) {
        return reader.taskHistory(service, limit);
    }

    /** Who wrote what, latest first, from before an index; {@link Long#MAX_VALUE} begins at the end. */
    public List<AuditRow> audit(long beforeIndex, int limit) {
        return reader.audit(beforeIndex, limit);
    }

    /** Waits for the batch that is being written; what still waits is left, and comes again from the log. */
    @Override
    public void close() {
        closed = true;
        List<Work> left = queue.close();
        synchronized (writing) {
            tables.close();
        }
        IllegalStateException reason = new IllegalStateException("the projection was closed");
        for (Work work : left) {
            if (work instanceof Work.Replace replace) {
                replace.done().completeExceptionally(reason);
            } else if (work instanceof Work.Flush flush) {
                flush.done().completeExceptionally(reason);
            }
        }
    }

    private void schedule(Duration delay) {
        if (scheduled.compareAndSet(false, true)) {
            scheduleNow(delay);
        }
    }

    private void scheduleNow(Duration delay) {
        try {
            var unused = scheduler.schedule(this::run, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the projector's scheduler has ended", e);
        }
    }

    /** Works until the queue is empty or the database fails. */
    private void run() {
        if (trouble != null && !closed && !disk.getAsBoolean()) {
            scheduleNow(WITHOUT_ROOM);
            return;
        }
        List<Work> next = queue.next(BATCH);
        while (!next.isEmpty()) {
            Runnable announce = attempt(next);
            if (announce == null) {
                scheduleNow(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                return;
            }
            if (!closed) {
                queue.done(next.size());
            }
            announce.run();
            next = closed ? List.of() : queue.next(BATCH);
        }
        scheduled.set(false);
        if (!closed && queue.size() > 0) {
            schedule(Duration.ZERO);
        }
    }

    /** What to tell after the work is done, or nothing when it failed. */
    private @Nullable Runnable attempt(List<Work> works) {
        try {
            synchronized (writing) {
                Runnable announce = closed ? () -> {} : perform(works);
                if (trouble != null) {
                    LOG.info("PRIOK5303I the projection goes on, at index {}", written);
                }
                trouble = null;
                pause = FIRST_PAUSE;
                return announce;
            }
        } catch (RuntimeException e) {
            if (trouble == null) {
                LOG.error(
                        "PRIOK5302E the projection stands at index {} and tries again: {}",
                        written,
                        Trouble.root(e),
                        e);
            }
            trouble = Trouble.root(e);
            return null;
        }
    }

    private Runnable perform(List<Work> works) {
        if (works.get(0) instanceof Work.Replace replace) {
            writer.replace(replace.image());
            tables.sync();
            written = replace.image().index();
            durable = written;
            return () -> replace.done().complete(replace.image().index());
        }
        if (works.get(0) instanceof Work.Flush flush) {
            tables.sync();
            durable = written;
            return () -> flush.done().complete(durable);
        }
        List<Work.Entry> entries = new ArrayList<>(works.size());
        for (Work work : works) {
            if (work instanceof Work.Entry entry) {
                entries.add(entry);
            }
        }
        writer.write(entries);
        written = Math.max(written, entries.get(entries.size() - 1).index());
        return () -> {};
    }
}
