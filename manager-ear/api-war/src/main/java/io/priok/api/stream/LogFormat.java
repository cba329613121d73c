package io.priok.api.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;

import io.priok.domain.NodeId;
import io.priok.domain.ServiceId;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.message.LogChunk;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Lines as the API sends them: each in a frame with a header of eight bytes (the stream, three zeros, the length), or raw
 * where the container has a terminal. Before the text stand the moment and the details, if asked for.
 */
final class LogFormat {
    static final int SYSTEM_ERROR = 3;
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(UTC);

    private final Map<TaskId, ServiceId> services;
    private final boolean timestamps;
    private final boolean details;
    private final boolean raw;

    LogFormat(List<Task> tasks, boolean timestamps, boolean details, boolean raw) {
        this.services = tasks.stream().collect(Collectors.toMap(Task::id, Task::serviceId));
        this.timestamps = timestamps;
        this.details = details;
        this.raw = raw;
    }

    byte[] lines(NodeId node, TaskId task, List<LogChunk.Line> lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (LogChunk.Line line : lines) {
            String prefix = (timestamps ? moment(line.at()) + " " : "") + (details ? details(node, task) + " " : "");
            out.writeBytes(frame(
                    line.stream(), prefix.getBytes(UTF_8), Base64.getDecoder().decode(line.data())));
        }
        return out.toByteArray();
    }

    /** The clients print it, and fail. */
    byte[] error(String text) {
        return frame(SYSTEM_ERROR, new byte[0], (text + "\n").getBytes(UTF_8));
    }

    private byte[] frame(int stream, byte[] prefix, byte[] text) {
        int length = prefix.length + text.length;
        ByteBuffer frame = ByteBuffer.allocate((raw ? 0 : 8) + length);
        if (!raw) {
            frame.putInt(stream << 24).putInt(length);
        }
        return frame.put(prefix).put(text).array();
    }

    private String details(NodeId node, TaskId task) {
        ServiceId service = services.get(task);
        return "com.docker.swarm.node.id=" + node + ",com.docker.swarm.service.id="
                + (service == null ? "" : service.value()) + ",com.docker.swarm.task.id=" + task;
    }

    private static String moment(Instant at) {
        return MOMENT.format(at);
    }
}
