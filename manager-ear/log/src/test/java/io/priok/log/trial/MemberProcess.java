package io.priok.log.trial;

import io.priok.log.Appended;
import io.priok.log.Journal;
import io.priok.log.LogConfig;
import io.priok.log.LogException;
import io.priok.log.LogLimits;
import io.priok.log.LogMember;
import io.priok.log.LogStatus;
import io.priok.log.LogTiming;
import io.priok.log.ReplicatedLog;
import io.priok.log.ratis.RatisLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * One member of the log as a process of its own, told what to do by lines on its standard input: {@code <tag> <command>
 * <arguments>}, answered by {@code <tag> ok <result>} or {@code <tag> no <kind>} in any order.
 */
public final class MemberProcess {
    private final ReplicatedLog log;
    private final Journal state;
    private final PrintStream out;

    private MemberProcess(ReplicatedLog log, Journal state, PrintStream out) {
        this.log = log;
        this.state = state;
        this.out = out;
    }

    /** Arguments: id, port, directory, {@code bootstrap} or {@code join}, entries per snapshot, segment bytes. */
    public static void main(String[] args) throws IOException {
        LogMember self = new LogMember(args[0], "127.0.0.1", Integer.parseInt(args[1]));
        Path directory = Path.of(args[2]);
        LogConfig config = (args[3].equals("bootstrap")
                        ? LogConfig.bootstrap(directory, self, "trial")
                        : LogConfig.join(directory, self, "trial"))
                .withLimits(LogLimits.standard()
                        .withSnapshotAfter(Long.parseLong(args[4]), 1L << 30)
                        .withSegmentBytes(Integer.parseInt(args[5])))
                .withTiming(timing());
        Journal state = new Journal();
        ReplicatedLog log = RatisLog.open(config, state);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("ready");
        new MemberProcess(log, state, out).serve();
    }

    /** {@code -Dtrial.timing=min,max,request} in milliseconds. */
    private static LogTiming timing() {
        String given = System.getProperty("trial.timing", "");
        if (given.isEmpty()) {
            return LogTiming.standard();
        }
        List<Duration> millis = Stream.of(given.split(",", -1))
                .map(Long::parseLong)
                .map(Duration::ofMillis)
                .toList();
        return new LogTiming(millis.get(0), millis.get(1), millis.get(2));
    }

    private void serve() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            String tag = words[0];
            List<String> arguments = Arrays.asList(words).subList(2, words.length);
            CompletableFuture<?> unused = run(words[1], arguments)
                    .handle((result, failure) ->
                            say(tag + (failure == null ? " ok " + result : " no " + kind(failure))));
        }
        // The one who started this process is gone.
        Runtime.getRuntime().halt(0);
    }

    private Void say(String line) {
        synchronized (out) {
            out.println(line);
        }
        return null;
    }

    private static String kind(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof LogException known ? known.kind().name() : String.valueOf(cause);
    }

    private CompletableFuture<?> run(String command, List<String> arguments) throws IOException {
        return switch (command) {
            case "append" -> append(arguments.get(0), Integer.parseInt(arguments.get(1)));
            case "barrier" -> log.readBarrier();
            case "current" ->
                CompletableFuture.completedFuture(
                        log.isCurrent() + " " + log.status().role());
            case "status" -> CompletableFuture.completedFuture(describe(log.removed(), log.status()));
            case "members" ->
                log.setMembers(arguments.stream().map(MemberProcess::member).toList());
            case "transfer" -> log.transferLeadership(arguments.get(0));
            case "snapshot" -> log.snapshot();
            case "digest" -> CompletableFuture.completedFuture(state.digest());
            case "dump" -> {
                Files.write(Path.of(arguments.get(0)), state.entries());
                yield CompletableFuture.completedFuture(state.size());
            }
            case "bench" -> new Bench(log).run(arguments);
            default -> CompletableFuture.failedFuture(new IllegalArgumentException(command));
        };
    }

    private CompletableFuture<Long> append(String id, int size) {
        String padding = "x".repeat(Math.max(0, size - id.length() - 1));
        return log.append((id + " " + padding).getBytes(StandardCharsets.UTF_8)).thenApply(Appended::index);
    }

    static LogMember member(String word) {
        String[] parts = word.split(":", -1);
        return new LogMember(parts[0], parts[1], Integer.parseInt(parts[2]));
    }

    private static String describe(boolean removed, LogStatus status) {
        return (removed ? "REMOVED" : status.role()) + " " + status.term() + " "
                + status.leaderId().orElse("-") + " " + status.commitIndex() + " " + status.appliedIndex() + " "
                + status.members().size();
    }
}
