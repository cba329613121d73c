package io.priok.agent.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.agent.Journal;
import io.priok.agent.News;
import io.priok.agent.TaskRecord;
import io.priok.domain.TaskId;
import io.priok.json.Json;
import io.priok.json.MalformedJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The journal as a file to which one line of JSON is appended for each change; the last line about a thing counts. A line cut
 * off by a crash ends the reading: what came after it was never synced. The file is rewritten when it has grown to several
 * times what is alive in it, so its size is bounded by the tasks of the node.
 */
public final class JournalFile implements Journal {
    private static final System.Logger LOG = System.getLogger(JournalFile.class.getName());
    private static final int SLACK = 1_000;
    private static final int KEPT_GRAVES = 10_000;
    /** So many lines that the next change rewrites the file: it may end in half a line, which would hide those after it. */
    private static final int TO_BE_REWRITTEN = Integer.MAX_VALUE;

    private final Path file;
    /** The newest line of each thing, by its key. */
    private final Map<String, String> alive = new LinkedHashMap<>();

    private @Nullable FileChannel channel;
    private int lines;
    private long written;
    private long synced;
    private boolean failing;

    /** One line; one of the three is present. Public for the codec. */
    public record Line(
            @Nullable TaskRecord task,
            @Nullable Forgotten forgotten,
            @Nullable Completed completed) {
        String key() {
            if (task != null) {
                return task.id().value();
            }
            if (forgotten != null) {
                return forgotten.task().value();
            }
            return completed == null ? "" : "shard " + completed.shard();
        }
    }

    /** @param directory made if it is not there */
    public JournalFile(Path directory) {
        this.file = directory.resolve("journal");
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized Contents load() {
        try {
            Map<String, Line> read = read();
            List<TaskRecord> tasks = new ArrayList<>();
            List<Forgotten> forgotten = new ArrayList<>();
            List<Completed> completed = new ArrayList<>();
            for (Line line : read.values()) {
                if (line.task() != null) {
                    tasks.add(line.task());
                } else if (line.forgotten() != null) {
                    forgotten.add(line.forgotten());
                } else if (line.completed() != null) {
                    completed.add(line.completed());
                }
            }
            rewriteIfPossible();
            return new Contents(tasks, forgotten, completed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void rewriteIfPossible() {
        try {
            rewrite();
        } catch (IOException e) {
            lines = TO_BE_REWRITTEN;
            LOG.log(System.Logger.Level.WARNING, "PRIOK0251W: the journal cannot be rewritten now: " + e);
        }
    }

    private Map<String, Line> read() throws IOException {
        Map<String, Line> read = new LinkedHashMap<>();
        alive.clear();
        if (!Files.exists(file)) {
            return read;
        }
        for (String text : new String(Files.readAllBytes(file), UTF_8).lines().toList()) {
            try {
                Line line = Json.read(text, Line.class);
                read.remove(line.key());
                read.put(line.key(), line);
                alive.remove(line.key());
                alive.put(line.key(), text);
            } catch (MalformedJson e) {
                LOG.log(System.Logger.Level.WARNING, "PRIOK0250W: the journal ends in half a line");
                break;
            }
        }
        return read;
    }

    @Override
    public void put(TaskRecord task) {
        append(new Line(task, null, null));
    }

    @Override
    public void forget(TaskId task, News news) {
        append(new Line(null, new Forgotten(task, news), null));
    }

    @Override
    public void complete(int shard, News news) {
        append(new Line(null, null, new Completed(shard, news)));
    }

    private void append(Line line) {
        String text = Json.write(line);
        synchronized (this) {
            // Moved to the end, so that the oldest graves come first.
            String before = alive.remove(line.key());
            alive.put(line.key(), text);
            try {
                if (lines > 4 * alive.size() + SLACK) {
                    rewrite();
                } else {
                    write(open(), text + "\n");
                    lines++;
                }
            } catch (IOException e) {
                lines = TO_BE_REWRITTEN;
                alive.remove(line.key());
                if (before != null) {
                    alive.put(line.key(), before);
                }
                throw failed(e);
            }
            failing = false;
        }
    }

    /** Says it once: whoever was to write tries again, and there are many of them. */
    private UncheckedIOException failed(IOException why) {
        if (!failing) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "PRIOK0252E: nothing can be written to " + file + ": " + why.getMessage()
                            + "; tasks are neither started nor reported until that file system takes something again",
                    why);
        }
        failing = true;
        return new UncheckedIOException("nothing can be written to " + file + ": " + why.getMessage(), why);
    }

    private void rewrite() throws IOException {
        int graves = alive.size() - KEPT_GRAVES;
        if (graves > 0) {
            List<String> oldest = alive.entrySet().stream()
                    .filter(entry -> entry.getValue().startsWith("{\"Forgotten\""))
                    .limit(graves)
                    .map(Map.Entry::getKey)
                    .toList();
            oldest.forEach(alive::remove);
        }
        FileChannel old = channel;
        channel = null;
        if (old != null) {
            old.close();
        }
        String content = alive.isEmpty() ? "" : String.join("\n", alive.values()) + "\n";
        SafeFile.replace(file, content.getBytes(UTF_8));
        lines = alive.size();
        written++;
        synced = written;
    }

    private FileChannel open() throws IOException {
        FileChannel opened = channel;
        // An interrupt of the thread that wrote has closed it.
        if (opened == null || !opened.isOpen()) {
            opened = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            channel = opened;
        }
        return opened;
    }

    private void write(FileChannel to, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
        written++;
    }

    /** Others may append while this waits for the disk. */
    @Override
    public void sync() {
        long target = written();
        try {
            while (!isSynced(target)) {
                force();
            }
        } catch (IOException e) {
            synchronized (this) {
                // After a failed force nobody knows what is on the disk: all of it is written anew.
                lines = TO_BE_REWRITTEN;
                throw failed(e);
            }
        }
    }

    private synchronized long written() {
        return written;
    }

    private synchronized boolean isSynced(long target) {
        return synced >= target;
    }

    private void force() throws IOException {
        FileChannel opened;
        long upTo;
        synchronized (this) {
            if (lines == TO_BE_REWRITTEN) {
                rewrite();
                return;
            }
            opened = open();
            upTo = written;
        }
        try {
            opened.force(false);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (ClosedChannelException e) {
            // Being rewritten, perhaps in vain: whether that synced it shows in the counts.
            return;
        }
        synchronized (this) {
            synced = Math.max(synced, upTo);
        }
    }

    @Override
    public synchronized void clear() {
        alive.clear();
        try {
            rewrite();
        } catch (IOException e) {
            lines = TO_BE_REWRITTEN;
            throw failed(e);
        }
    }
}
