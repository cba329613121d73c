package io.priok.control.port;

import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.message.LogChunk;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The output of tasks, from whatever nodes they run or ran on. */
public interface LogStreams {
    /**
     * Starts to collect.
     *
     * @param tasks the wanted ones; those without a node have no output
     * @param sink is told the lines of each task in order, from any thread but never two at once; it blocks its caller for
     *     seconds when the reader of the lines is slow, so that the source slows down
     */
    Subscription open(List<TaskId> tasks, Options options, Sink sink);

    /**
     * @param tail lines from the end, -1 for all
     */
    record Options(
            boolean follow,
            boolean stdout,
            boolean stderr,
            long tail,
            @Nullable Instant since,
            @Nullable Instant until) {}

    /** Takes what arrives. After {@link #end} nothing follows. */
    interface Sink {
        void lines(NodeId node, TaskId task, List<LogChunk.Line> lines);

        /** A part of the output cannot be had: its node is down, its container is gone. */
        void incomplete(TaskId task, String why);

        void end();
    }

    /** Closing ends the collection at the workers, too. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
