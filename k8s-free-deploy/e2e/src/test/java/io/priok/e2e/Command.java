package io.priok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command of the operating system: what to run, with which environment and how long it may take. */
public record Command(List<String> line, Map<String, String> environment, Duration patience) {
    public static Command of(String... line) {
        return new Command(List.of(line), Map.of(), Duration.ofMinutes(1));
    }

    public Command with(String name, String value) {
        Map<String, String> all = new HashMap<>(environment);
        all.put(name, value);
        return new Command(line, Map.copyOf(all), patience);
    }

    public Command within(Duration time) {
        return new Command(line, environment, time);
    }

    public Result run() {
        return run("");
    }

    /** Runs to the end with this standard input; an overrun is killed and fails. */
    public Result run(String input) {
        try (Started started = start()) {
            started.type(input);
            return started.end(patience);
        }
    }

    /** Runs and expects exit code 0; returns standard output without the last line feed. */
    public String ok() {
        Result result = run();
        assertThat(result.exit()).as("exit code of %s", result).isZero();
        return result.out().stripTrailing();
    }

    public Started start() {
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().keySet().removeIf(Command::isTheUsersSetting);
        builder.environment().putAll(environment);
        try {
            return new Started(this, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tests choose endpoints and ports; whether the package may be built is not theirs to say. */
    private static boolean isTheUsersSetting(String name) {
        return name.startsWith("DOCKER_") || (name.startsWith("PRIOK_") && !name.equals("PRIOK_NO_BUILD"));
    }

    /** How a command ended and what it wrote. */
    public record Result(List<String> line, int exit, String out, String err) {
        public List<String> lines() {
            return out.lines().toList();
        }

        /** What must be refused: a non-zero exit and this in standard error. */
        public void refused(String words) {
            assertThat(exit).as("exit code of %s", this).isNotZero();
            assertThat(err).contains(words);
        }
    }

    /** A command that runs; its output can be read while it does. Closing ends it. */
    public static final class Started implements AutoCloseable {
        private final Command command;
        private final Process process;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final List<Thread> readers = new ArrayList<>();

        private Started(Command command, Process process) {
            this.command = command;
            this.process = process;
            readers.add(reader(process.getInputStream(), out));
            readers.add(reader(process.getErrorStream(), err));
        }

        private static Thread reader(InputStream from, OutputStream to) {
            Thread thread = new Thread(() -> {
                byte[] buffer = new byte[8192];
                try {
                    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                        to.write(buffer, 0, n);
                    }
                } catch (IOException e) {
                    // The process was killed while it wrote; what it had written counts.
                }
            });
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        /** Writes the whole standard input and closes it. */
        public void type(String input) {
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The command ended without reading it all, as it may.
            }
        }

        public String out() {
            return out.toString(StandardCharsets.UTF_8);
        }

        public long pid() {
            return process.pid();
        }

        public boolean alive() {
            return process.isAlive();
        }

        public Result end(Duration patience) {
            try {
                boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
                if (!ended) {
                    close();
                }
                for (Thread reader : readers) {
                    // A daemon that the command leaves behind may hold the pipe open.
                    reader.join(1_000);
                }
                assertThat(ended)
                        .as("%s ends within %s; out: %s err: %s", command.line(), patience, out, err)
                        .isTrue();
                return new Result(command.line(), process.exitValue(), out(), err.toString(StandardCharsets.UTF_8));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }

        /** Ends a followed stream. Not by SIGINT: whoever runs the tests in the background has that ignored, and so has this process. */
        public void interrupt() {
            Command.of("kill", "-TERM", Long.toString(process.pid())).ok();
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
