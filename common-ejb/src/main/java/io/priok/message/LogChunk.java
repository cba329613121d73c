package io.priok.message;

import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.domain.spec.Copies;
import java.time.Instant;
import java.util.List;

/**
 * Output of one task.
 *
 * @param lines in order
 * @param last true when the task's output has ended and nothing follows
 * @param error what went wrong in reading, else empty
 */
public record LogChunk(
        String subscription, NodeId nodeId, TaskId taskId, List<Line> lines, boolean last, String error) {
    public LogChunk {
        subscription = Copies.text(subscription);
        error = Copies.text(error);
        lines = Copies.list(lines);
    }

    /**
     * @param stream 1 standard output, 2 standard error
     * @param data base64 of the bytes, with the line end
     */
    public record Line(int stream, Instant at, String data) {
        public Line {
            data = Copies.text(data);
        }
    }
}
