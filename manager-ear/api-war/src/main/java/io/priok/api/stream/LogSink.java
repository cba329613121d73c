package io.priok.api.stream;

import io.priok.control.port.LogStreams;
import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.message.LogChunk;
import java.util.ArrayList;
import java.util.List;

/** Passes lines on, and says at the end what was missing. */
final class LogSink implements LogStreams.Sink {
    private final Outflow outflow;
    private final LogFormat format;
    private final List<String> missing = new ArrayList<>();

    LogSink(Outflow outflow, LogFormat format) {
        this.outflow = outflow;
        this.format = format;
    }

    @Override
    public void lines(NodeId node, TaskId task, List<LogChunk.Line> lines) {
        outflow.write(format.lines(node, task, lines));
    }

    @Override
    public synchronized void incomplete(TaskId task, String why) {
        if (!missing.contains(why)) {
            missing.add(why);
        }
    }

    @Override
    public void end() {
        String reasons = reasons();
        if (!reasons.isEmpty()) {
            outflow.write(format.error("Error grabbing logs: rpc error: code = Unknown desc = warning: incomplete log"
                    + " stream. some logs could not be retrieved for the following reasons: " + reasons));
        }
        outflow.end();
    }

    private synchronized String reasons() {
        return String.join(", ", missing);
    }
}
