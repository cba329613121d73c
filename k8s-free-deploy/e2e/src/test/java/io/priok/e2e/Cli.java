package io.priok.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One of this machine's docker commands, and the endpoint that it speaks to. */
public record Cli(Path binary, String host) {
    private static final List<String> PLACES = List.of("/usr/local/bin/docker", "/usr/bin/docker");

    /** Every docker command of this machine, the distribution's last; each is to be served. */
    public static List<Cli> installed() {
        Set<Path> found = new LinkedHashSet<>();
        for (String place : PLACES) {
            Path path = Path.of(place);
            if (Files.isExecutable(path)) {
                try {
                    found.add(path.toRealPath());
                } catch (IOException e) {
                    throw new IllegalStateException("cannot resolve " + path, e);
                }
            }
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("no docker command in any of " + PLACES);
        }
        return found.stream().map(path -> new Cli(path, "")).toList();
    }

    public Cli at(String endpoint) {
        return new Cli(binary, endpoint);
    }

    public Command command(String... arguments) {
        List<String> line = new ArrayList<>(List.of(binary.toString()));
        line.addAll(List.of(arguments));
        // A configuration directory without a file: no context, no plug-in and no credentials of the user's.
        return new Command(
                List.copyOf(line),
                Map.of("DOCKER_HOST", host, "DOCKER_CONFIG", "/nonexistent/docker"),
                Duration.ofMinutes(2));
    }

    /** Words separated by blanks; for arguments that hold blanks use {@link #run(String...)}. */
    public String ok(String words) {
        return command(words.split(" ")).ok();
    }

    public Command.Result run(String... arguments) {
        return command(arguments).run();
    }

    /** A run that must be refused, with these words in standard error. */
    public void refused(String why, String... arguments) {
        run(arguments).refused(why);
    }

    @Override
    public String toString() {
        return binary.toString();
    }
}
