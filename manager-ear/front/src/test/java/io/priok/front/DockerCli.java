package io.priok.front;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real docker command, pointed at a front door. */
record DockerCli(Path executable, FrontDoor door) {
    private static final int PATIENCE_SECONDS = 60;

    /** The different docker commands on the search path. */
    static List<Path> installed() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, "docker"))
                .filter(Files::isExecutable)
                .map(DockerCli::real)
                .distinct()
                .toList();
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    Process start(boolean buildKit, String script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true);
        builder.environment()
                .put("DOCKER_HOST", "tcp://127.0.0.1:" + door.addresses().get(0).getPort());
        builder.environment().put("DOCKER_BUILDKIT", buildKit ? "1" : "0");
        builder.environment().put("D", executable.toString());
        return builder.start();
    }

    /** Runs a shell script in which {@code $D} is the docker command; returns all output, failing on a status not 0. */
    String run(String script) {
        return run(false, script);
    }

    String run(boolean buildKit, String script) {
        try {
            Path output = Files.createTempFile("docker", ".out");
            Process process = start(buildKit, "exec >" + output + " 2>&1; " + script);
            process.getOutputStream().close();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(script + (ended ? ": " + process.exitValue() : ": not ended") + "\n" + text);
            }
            return text.replace("\r", "").strip();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
