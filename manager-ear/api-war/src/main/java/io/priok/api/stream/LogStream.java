package io.priok.api.stream;

import static io.priok.domain.Refusal.Kind.UNKNOWN;

import io.priok.api.Desk;
import io.priok.control.port.LogStreams;
import io.priok.control.query.Lookup;
import io.priok.domain.Refusal;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.image.Image;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The logs of a service or a task. */
@Dependent
public class LogStream {
    private static final Logger LOG = Logger.getLogger(LogStream.class.getName());
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Desk desk;
    private final LogStreams streams;

    @Inject
    public LogStream(Desk desk, LogStreams streams) {
        this.desk = desk;
        this.streams = streams;
    }

    /**
     * @param kind {@code services} or {@code tasks}
     * @param timer looks for tasks that come while a service is followed
     */
    StreamFilter.Opening prepare(String kind, String term, Parameters parameters, ScheduledExecutorService timer) {
        boolean stdout = parameters.flag("stdout");
        boolean stderr = parameters.flag("stderr");
        if (!stdout && !stderr) {
            throw Refusal.plain(UNKNOWN, "Bad parameters: you must choose at least one stream");
        }
        Image image = desk.image();
        LogStreams.Options options = new LogStreams.Options(
                parameters.flag("follow"),
                stdout,
                stderr,
                parameters.tail(),
                parameters.instant("since"),
                parameters.instant("until"));
        boolean timestamps = parameters.flag("timestamps");
        boolean details = parameters.flag("details");
        if (kind.equals("tasks")) {
            Task task = Lookup.task(image, term);
            boolean tty = task.spec().container().tty();
            return of(tty, read(List.of(task), options, new LogFormat(List.of(task), timestamps, details, tty)));
        }
        Service service = Lookup.service(image, term);
        boolean tty = service.spec().taskTemplate().container().tty();
        if (!options.follow()) {
            List<Task> tasks = ServiceFollow.placed(image, service.id());
            return of(tty, read(tasks, options, new LogFormat(tasks, timestamps, details, tty)));
        }
        Function<List<Task>, LogFormat> formats = tasks -> new LogFormat(tasks, timestamps, details, tty);
        return of(
                tty,
                outflow -> follow(new ServiceFollow(service.id(), streams, options, outflow, formats), outflow, timer));
    }

    private Consumer<Outflow> read(List<Task> tasks, LogStreams.Options options, LogFormat format) {
        return outflow -> outflow.from(
                streams.open(tasks.stream().map(Task::id).toList(), options, new LogSink(outflow, format)));
    }

    private void follow(ServiceFollow follow, Outflow outflow, ScheduledExecutorService timer) {
        outflow.from(follow);
        ScheduledFuture<?> looks = timer.scheduleWithFixedDelay(
                () -> look(follow, outflow), 0, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        outflow.from(() -> looks.cancel(false));
    }

    /** What fails is tried again with the next look; what this node cannot show any more is over. */
    private void look(ServiceFollow follow, Outflow outflow) {
        try {
            follow.look(desk.image());
        } catch (Refusal notNow) {
            if (!desk.isMember()) {
                outflow.end();
            }
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "PRIOK-API-503 looking for new tasks to follow failed", e);
        }
    }

    private static StreamFilter.Opening of(boolean tty, Consumer<Outflow> open) {
        return new StreamFilter.Opening() {
            @Override
            public String contentType() {
                return tty ? "application/vnd.docker.raw-stream" : "application/vnd.docker.multiplexed-stream";
            }

            @Override
            public byte[] idle() {
                return new byte[0];
            }

            @Override
            public void open(Outflow outflow) {
                open.accept(outflow);
            }
        };
    }
}
