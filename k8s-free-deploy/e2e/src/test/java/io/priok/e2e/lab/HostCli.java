package io.priok.e2e.lab;

import io.priok.e2e.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One docker command, typed on one host of the lab. */
record HostCli(Lab lab, String host, Path binary) {
    Command command(String... arguments) {
        List<String> words = new ArrayList<>(List.of(binary.toString(), "--host", lab.endpoint()));
        words.addAll(List.of(arguments));
        // A configuration directory without a file: no context, no plug-in and no credentials of the user's.
        return lab.on(host, words.toArray(String[]::new)).with("DOCKER_CONFIG", "/nonexistent/docker");
    }

    /** Words separated by blanks; for arguments that hold blanks use {@link #run(String...)}. */
    String ok(String words) {
        return command(words.split(" ")).ok();
    }

    Command.Result run(String... arguments) {
        return command(arguments).run();
    }

    /** A run that must be refused, with these words in standard error. */
    void refused(String why, String words) {
        run(words.split(" ")).refused(why);
    }
}
