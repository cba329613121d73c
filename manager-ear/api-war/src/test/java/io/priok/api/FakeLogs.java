package io.priok.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.control.port.LogStreams;
import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.message.LogChunk;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Logs that a test writes. */
final class FakeLogs implements LogStreams {
    record Open(List<TaskId> tasks, Options options, Sink sink) {}

    final List<Open> open = new CopyOnWriteArrayList<>();

    @Override
    public Subscription open(List<TaskId> tasks, Options options, Sink sink) {
        Open subscription = new Open(tasks, options, sink);
        open.add(subscription);
        return () -> open.remove(subscription);
    }

    static LogChunk.Line line(int stream, String text) {
        return new LogChunk.Line(
                stream,
                Instant.parse("2026-11-23T05:01:12.459940569Z"),
                Base64.getEncoder().encodeToString(text.getBytes(UTF_8)));
    }

    static void write(Open subscription, NodeId node, int stream, String text) {
        subscription.sink().lines(node, subscription.tasks().get(0), List.of(line(stream, text)));
    }
}
