package io.priok.agent;

import io.priok.domain.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A journal whose unsynced end can be lost. */
final class MemoryJournal implements Journal {
    /** Nothing can be written. */
    boolean full;

    /** Nothing can be forced. */
    boolean dead;

    private final List<Object> lines = new ArrayList<>();
    private int synced;

    void loseUnsynced() {
        lines.subList(synced, lines.size()).clear();
    }

    @Override
    public Contents load() {
        Map<Object, Object> newest = new LinkedHashMap<>();
        for (Object line : lines) {
            newest.put(key(line), line);
        }
        synced = lines.size();
        return new Contents(
                newest.values().stream()
                        .filter(TaskRecord.class::isInstance)
                        .map(TaskRecord.class::cast)
                        .toList(),
                newest.values().stream()
                        .filter(Forgotten.class::isInstance)
                        .map(Forgotten.class::cast)
                        .toList(),
                newest.values().stream()
                        .filter(Completed.class::isInstance)
                        .map(Completed.class::cast)
                        .toList());
    }

    private static Object key(Object line) {
        if (line instanceof TaskRecord task) {
            return task.id();
        }
        return line instanceof Forgotten forgotten ? forgotten.task() : "shard" + ((Completed) line).shard();
    }

    @Override
    public void put(TaskRecord task) {
        add(task);
    }

    @Override
    public void forget(TaskId task, News news) {
        add(new Forgotten(task, news));
    }

    @Override
    public void complete(int shard, News news) {
        add(new Completed(shard, news));
    }

    private void add(Object line) {
        if (full) {
            throw new UncheckedIOException(new IOException("No space left on device"));
        }
        lines.add(line);
    }

    @Override
    public void sync() {
        if (dead) {
            throw new UncheckedIOException(new IOException("Input/output error"));
        }
        synced = lines.size();
    }

    @Override
    public void clear() {
        lines.clear();
        synced = 0;
    }
}
