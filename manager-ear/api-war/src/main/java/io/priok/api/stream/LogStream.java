package io.priok.api.stream;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;

import io.priok.api.Desk;
import io.priok.control.port.LogStreams;
import io.priok.control.query.Lookup;
import io.priok.domain.Refusal;
import io.priok.domain.Service;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.image.Image;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;

/** The logs of a service or a task. */
@Dependent
public class LogStream {
    private final Desk desk;
    private final LogStreams streams;

    @Inject
    public LogStream(Desk desk, LogStreams streams) {
        this.desk = desk;
        this.streams = streams;
    }

    /** @param kind {@code services} or {@code tasks} */
    StreamFilter.Opening prepare(String kind, String term, Parameters parameters) {
        boolean stdout = parameters.flag("stdout");
        boolean stderr = parameters.flag("stderr");
        if (!stdout && !stderr) {
            throw Refusal.plain(INVALID_ARGUMENT, "Bad parameters: you must choose at least one stream");
        }
        Image image = desk.image();
        List<Task> tasks = kind.equals("tasks") ? List.of(Lookup.task(image, term)) : tasks(image, term);
        boolean tty = kind.equals("tasks")
                ? tasks.get(0).spec().container().tty()
                : Lookup.service(image, term).spec().taskTemplate().container().tty();
        LogStreams.Options options = new LogStreams.Options(
                parameters.flag("follow"),
                stdout,
                stderr,
                parameters.tail(),
                parameters.instant("since"),
                parameters.instant("until"));
        LogFormat format = new LogFormat(tasks, parameters.flag("timestamps"), parameters.flag("details"), tty);
        List<TaskId> ids = tasks.stream().map(Task::id).toList();
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
                outflow.from(streams.open(ids, options, new LogSink(outflow, format)));
            }
        };
    }

    private static List<Task> tasks(Image image, String term) {
        Service service = Lookup.service(image, term);
        return image.tasksOf(service.id()).stream()
                .filter(task -> task.nodeId() != null)
                .sorted(Comparator.comparingLong(Task::slot)
                        .thenComparing(task -> task.meta().createdAt()))
                .toList();
    }
}
