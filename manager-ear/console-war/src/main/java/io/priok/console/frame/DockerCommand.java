package io.priok.console.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The command line that does what a button does.
 *
 * @param words unquoted, without the leading {@code docker}
 */
public record DockerCommand(List<String> words) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    public DockerCommand {
        words = List.copyOf(words);
    }

    public static DockerCommand of(String... words) {
        return new DockerCommand(List.of(words));
    }

    public DockerCommand with(String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return new DockerCommand(all);
    }

    /** As one types it in a POSIX shell. */
    public String line() {
        StringBuilder line = new StringBuilder("docker");
        words.forEach(word -> line.append(' ').append(quoted(word)));
        return line.toString();
    }

    @Override
    public String toString() {
        return line();
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
