package io.priok.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.priok.message.LogChunk.Line;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes lines of the output of a container read with time stamps. A frame of a container without a terminal is one line, or a
 * piece of an over-long one with a stamp of its own; the raw output of one with a terminal is cut at its line ends.
 */
final class LineAssembler {
    /** Raw output: not framed by the engine. */
    static final int RAW = 0;

    private static final int STDOUT = 1;
    /** Longest piece kept for a line end that does not come. */
    private static final int LONGEST = 64 * 1024;

    private final @Nullable Instant since;
    private final @Nullable Instant until;
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private Instant last = Instant.EPOCH;

    LineAssembler(@Nullable Instant since, @Nullable Instant until) {
        this.since = since;
        this.until = until;
    }

    List<Line> take(int stream, byte[] data) {
        List<Line> lines = new ArrayList<>();
        if (stream != RAW) {
            line(stream, data).ifPresent(lines::add);
            return lines;
        }
        int from = 0;
        for (int at = 0; at < data.length; at++) {
            if (data[at] == '\n') {
                raw.write(data, from, at + 1 - from);
                from = at + 1;
                lines.addAll(rest());
            }
        }
        raw.write(data, from, data.length - from);
        if (raw.size() > LONGEST) {
            lines.addAll(rest());
        }
        return lines;
    }

    /** What is left without a line end. */
    List<Line> rest() {
        byte[] data = raw.toByteArray();
        raw.reset();
        return data.length == 0 ? List.of() : line(STDOUT, data).stream().toList();
    }

    private Optional<Line> line(int stream, byte[] data) {
        int space = 0;
        while (space < data.length && data[space] != ' ') {
            space++;
        }
        byte[] text = data;
        try {
            last = Instant.parse(new String(data, 0, space, US_ASCII));
            text = Arrays.copyOfRange(data, Math.min(space + 1, data.length), data.length);
        } catch (DateTimeException e) {
            // The tail of a piece that was cut: it has no stamp of its own, and takes the last one.
        }
        boolean outside = (since != null && last.isBefore(since)) || (until != null && last.isAfter(until));
        return outside
                ? Optional.empty()
                : Optional.of(new Line(stream, last, Base64.getEncoder().encodeToString(text)));
    }
}
