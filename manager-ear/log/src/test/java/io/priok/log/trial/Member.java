package io.priok.log.trial;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A member process as seen by the trial: can be told things, frozen, woken and killed like a real one. */
final class Member {
    final String id;
    final int port;
    final Path directory;
    private final Map<String, CompletableFuture<String>> asked = new ConcurrentHashMap<>();
    private final AtomicLong tags = new AtomicLong();
    private final Process process;
    private final Writer input;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    /** What a member is started with besides its place. */
    record Options(String mode, long snapshotEntries, int segmentBytes, List<String> jvm, List<String> wrapper) {
        static Options of(String mode) {
            return new Options(
                    mode, 500, 64 << 10, List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-Xshare:auto"), List.of());
        }

        Options snapshotAfter(long entries, int segment) {
            return new Options(mode, entries, segment, jvm, wrapper);
        }

        Options fast() {
            return new Options(mode, snapshotEntries, segmentBytes, List.of("-Xmx256m"), wrapper);
        }

        /** Milliseconds, see {@code LogTiming}; an empty text for the standard. */
        Options patience(String minMaxRequest) {
            List<String> with = new ArrayList<>(jvm);
            with.add("-Dtrial.timing=" + minMaxRequest);
            return new Options(mode, snapshotEntries, segmentBytes, with, wrapper);
        }

        Options under(List<String> command) {
            return new Options(mode, snapshotEntries, segmentBytes, jvm, command);
        }
    }

    Member(String id, int port, Path directory, Options options) throws IOException {
        this.id = id;
        this.port = port;
        this.directory = directory;
        List<String> command = new ArrayList<>(options.wrapper());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options.jvm());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MemberProcess.class.getName()));
        command.addAll(List.of(id, String.valueOf(port), directory.toString(), options.mode()));
        command.addAll(List.of(String.valueOf(options.snapshotEntries()), String.valueOf(options.segmentBytes())));
        Files.createDirectories(directory);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolveSibling(id + ".err").toFile()))
                .start();
        input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "from-" + id);
        reader.setDaemon(true);
        reader.start();
    }

    String address() {
        return id + ":127.0.0.1:" + port;
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals("ready")) {
                    ready.complete(null);
                    continue;
                }
                int space = line.indexOf(' ');
                CompletableFuture<String> waiting = asked.remove(line.substring(0, space));
                if (waiting != null) {
                    waiting.complete(line.substring(space + 1));
                }
            }
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(new IOException(id + " ended"));
        asked.values().forEach(waiting -> waiting.complete("no DEAD"));
    }

    Member awaitReady() throws Exception {
        ready.get(60, TimeUnit.SECONDS);
        return this;
    }

    /** The answer is {@code ok …}, {@code no <kind>}, or {@code no DEAD} when the process ends first. */
    CompletableFuture<String> ask(String command) {
        String tag = String.valueOf(tags.incrementAndGet());
        CompletableFuture<String> answer = new CompletableFuture<>();
        asked.put(tag, answer);
        try {
            synchronized (input) {
                input.write(tag + " " + command + "\n");
                input.flush();
            }
        } catch (IOException e) {
            answer.complete("no DEAD");
        }
        if (!process.isAlive()) {
            answer.complete("no DEAD");
        }
        return answer;
    }

    /** The answer's result; fails the test when it is a refusal. */
    String must(String command) throws Exception {
        String answer = ask(command).get(90, TimeUnit.SECONDS);
        if (!answer.startsWith("ok ")) {
            throw new AssertionError(id + ": " + command + ": " + answer);
        }
        return answer.substring(3);
    }

    Status status() throws Exception {
        String answer = ask("status").get(30, TimeUnit.SECONDS);
        if (!answer.startsWith("ok ")) {
            return new Status("DEAD", 0, "-", 0, 0, 0);
        }
        String[] words = answer.substring(3).split(" ", -1);
        return new Status(
                words[0],
                Long.parseLong(words[1]),
                words[2],
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Integer.parseInt(words[5]));
    }

    record Status(String role, long term, String leader, long commit, long applied, int members) {}

    List<String> entries() throws Exception {
        Path dump = directory.resolveSibling(id + ".dump");
        must("dump " + dump);
        return Files.readAllLines(dump);
    }

    /** Runs, and has begun to listen. */
    boolean serving() {
        return process.isAlive() && ready.isDone();
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** kill -9, and of the wrapper's child when there is a wrapper. Returns when the process is gone. */
    void kill() {
        try (Stream<ProcessHandle> children = process.descendants()) {
            children.forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    void freeze() {
        signal("-STOP");
    }

    void wake() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", signal, String.valueOf(pid())).start();
            kill.waitFor(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
