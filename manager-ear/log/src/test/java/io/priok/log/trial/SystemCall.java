package io.priok.log.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line of {@code strace -ff -y -ttt -T}.
 *
 * @param begin seconds since the epoch
 * @param end seconds since the epoch
 */
record SystemCall(double begin, double end, String name, String arguments) {
    private static final Pattern LINE = Pattern.compile("^(\\d+\\.\\d+) (\\w+)\\((.*)\\)\\s+= 0 <(\\d+\\.\\d+)>$");

    /** Successful calls of all threads of a process, in order of their end. */
    static List<SystemCall> read(Path directory, String prefix) throws IOException {
        List<SystemCall> calls = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith(prefix + "."))
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    Matcher call = LINE.matcher(line);
                    if (call.matches()) {
                        double begin = Double.parseDouble(call.group(1));
                        calls.add(new SystemCall(
                                begin, begin + Double.parseDouble(call.group(4)), call.group(2), call.group(3)));
                    }
                }
            }
        }
        calls.sort(Comparator.comparingDouble(SystemCall::end));
        return calls;
    }

    boolean forces(String file) {
        return (name.equals("fsync") || name.equals("fdatasync"))
                && Pattern.compile(file).matcher(arguments).find();
    }

    static List<SystemCall> renamesTo(List<SystemCall> calls, String file) {
        Pattern target = Pattern.compile("/" + file + "\"[^\"]*$");
        return calls.stream()
                .filter(call -> call.name.startsWith("rename")
                        && target.matcher(call.arguments).find())
                .toList();
    }

    static boolean forcedBefore(List<SystemCall> calls, String file, SystemCall then) {
        return calls.stream()
                .anyMatch(call -> call.forces(file) && call.end <= then.begin && call.end > then.begin - 5);
    }

    static boolean forcedAfter(List<SystemCall> calls, String directory, SystemCall then, double within) {
        return calls.stream()
                .anyMatch(call ->
                        call.forces(directory + ">") && call.begin >= then.end && call.begin < then.end + within);
    }
}
