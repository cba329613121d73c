package io.priok.api.stream;

import io.priok.control.port.LogStreams;
import io.priok.domain.NodeId;
import io.priok.domain.ServiceId;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.image.Image;
import io.priok.message.LogChunk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The logs of a service while someone follows them: those of its tasks, and of the tasks that come later, from their first line.
 * It ends with the service, not with its tasks.
 *
 * <p>Race: the timer's looks, the threads of the subscriptions and the end of the outflow meet here. Subscriptions are opened and
 * closed outside of the monitor, because their threads enter it while they hold their own.
 */
final class ServiceFollow implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ServiceFollow.class.getName());

    /** Last lines may come after the service went, or never, from a node that is lost. */
    private static final int MOST_LOOKS_WITHOUT_SERVICE = 10;

    private final ServiceId service;
    private final LogStreams streams;
    private final Outflow outflow;
    private final Function<List<Task>, LogFormat> formats;
    private final Set<TaskId> known = new HashSet<>();
    private final List<Batch> open = new ArrayList<>();
    private boolean closed;

    /** This and the next are the looks' own. */
    private LogStreams.Options options;

    private int looksWithoutService;

    /** @param options of the first look */
    ServiceFollow(
            ServiceId service,
            LogStreams streams,
            LogStreams.Options options,
            Outflow outflow,
            Function<List<Task>, LogFormat> formats) {
        this.service = service;
        this.streams = streams;
        this.options = options;
        this.outflow = outflow;
        this.formats = formats;
    }

    /** Tasks that were found in one look, and share a subscription. */
    private record Batch(LogStreams.Subscription subscription, Reader reader) {}

    private final class Reader implements LogStreams.Sink {
        private final LogFormat format;
        private boolean ended;

        Reader(LogFormat format) {
            this.format = format;
        }

        @Override
        public void lines(NodeId node, TaskId task, List<LogChunk.Line> lines) {
            outflow.write(format.lines(node, task, lines));
        }

        /** Clients take any such news for the end, and others may still have lines. */
        @Override
        public void incomplete(TaskId task, String why) {
            LOG.log(Level.FINE, "PRIOK-API-502 a followed log of task {0} is incomplete: {1}", new Object[] {task, why
            });
        }

        @Override
        public void end() {
            synchronized (ServiceFollow.this) {
                ended = true;
            }
        }
    }

    /** Tasks of a service whose logs can be had: those that have a node. */
    static List<Task> placed(Image image, ServiceId service) {
        return image.tasksOf(service).stream()
                .filter(task -> task.nodeId() != null)
                .sorted(Comparator.comparingLong(Task::slot)
                        .thenComparing(task -> task.meta().createdAt()))
                .toList();
    }

    /** Takes up what is new, drops what has ended. Looks do not overlap. */
    void look(Image image) {
        List<Task> tasks = placed(image, service);
        drop(ended(tasks));
        List<Task> fresh = fresh(tasks);
        if (!fresh.isEmpty()) {
            take(fresh);
        }
        options = new LogStreams.Options(
                options.follow(), options.stdout(), options.stderr(), -1, options.since(), options.until());
        looksWithoutService = image.service(service).isPresent() ? 0 : looksWithoutService + 1;
        if (looksWithoutService > MOST_LOOKS_WITHOUT_SERVICE || (looksWithoutService > 0 && isIdle())) {
            outflow.end();
        }
    }

    private void take(List<Task> fresh) {
        Reader reader = new Reader(formats.apply(fresh));
        List<TaskId> ids = fresh.stream().map(Task::id).toList();
        Batch batch = new Batch(streams.open(ids, options, reader), reader);
        synchronized (this) {
            known.addAll(ids);
            if (!closed) {
                open.add(batch);
                return;
            }
        }
        drop(List.of(batch));
    }

    private synchronized List<Task> fresh(List<Task> tasks) {
        return closed
                ? List.of()
                : tasks.stream().filter(task -> !known.contains(task.id())).toList();
    }

    private synchronized List<Batch> ended(List<Task> tasks) {
        known.retainAll(tasks.stream().map(Task::id).toList());
        List<Batch> ended = open.stream().filter(batch -> batch.reader().ended).toList();
        open.removeAll(ended);
        return ended;
    }

    private synchronized boolean isIdle() {
        return open.stream().allMatch(batch -> batch.reader().ended);
    }

    @Override
    public void close() {
        List<Batch> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(open);
            open.clear();
        }
        drop(all);
    }

    private static void drop(List<Batch> batches) {
        batches.forEach(batch -> batch.subscription().close());
    }
}
