package io.priok.log.trial;

import io.priok.log.ReplicatedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Closed loops inside a member: each writer appends, or asks for a barrier, when its last one is answered. */
record Bench(ReplicatedLog log) {
    /** Arguments: {@code append} or {@code barrier}, writers, bytes, milliseconds. */
    CompletableFuture<String> run(List<String> arguments) {
        boolean append = arguments.get(0).equals("append");
        int writers = Integer.parseInt(arguments.get(1));
        int bytes = Integer.parseInt(arguments.get(2));
        long nanos = Duration.ofMillis(Long.parseLong(arguments.get(3))).toNanos();
        String name = UUID.randomUUID().toString().substring(0, 8);
        List<CompletableFuture<List<Long>>> loops = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            String writer = name + "-" + i;
            CompletableFuture<List<Long>> loop = new CompletableFuture<>();
            loops.add(loop);
            Thread thread = new Thread(() -> loop.complete(loop(append, writer, bytes, nanos)), writer);
            thread.setDaemon(true);
            thread.start();
        }
        return CompletableFuture.allOf(loops.toArray(CompletableFuture[]::new)).thenApply(all -> {
            List<Long> latencies = new ArrayList<>();
            loops.forEach(loop -> latencies.addAll(loop.join()));
            Collections.sort(latencies);
            return String.format(
                    Locale.ROOT,
                    "%.0f %.2f %.2f",
                    latencies.size() / (nanos / 1e9),
                    at(latencies, 0.50) / 1e6,
                    at(latencies, 0.99) / 1e6);
        });
    }

    private List<Long> loop(boolean append, String writer, int bytes, long nanos) {
        List<Long> latencies = new ArrayList<>();
        byte[] padding = "x".repeat(bytes).getBytes(StandardCharsets.UTF_8);
        long end = System.nanoTime() + nanos;
        for (int i = 0; System.nanoTime() < end; i++) {
            byte[] id = (writer + "-" + i + " ").getBytes(StandardCharsets.UTF_8);
            System.arraycopy(id, 0, padding, 0, id.length);
            long begin = System.nanoTime();
            try {
                if (append) {
                    log.append(padding).join();
                } else {
                    log.readBarrier().join();
                }
                latencies.add(System.nanoTime() - begin);
            } catch (CompletionException e) {
                System.err.println("bench: " + e.getCause());
            }
        }
        return latencies;
    }

    private static long at(List<Long> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * share));
    }
}
