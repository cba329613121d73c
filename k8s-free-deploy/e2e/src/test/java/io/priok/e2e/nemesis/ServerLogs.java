package io.priok.e2e.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the hosts' servers said, kept before a new start puts it aside, and the elections in it. */
final class ServerLogs {
    private static final Pattern LEADS = Pattern.compile("PRIOK3010I: node (\\S+) leads in term (\\d+)");

    private final Hosts hosts;
    private final Path to;

    ServerLogs(Hosts hosts, Path to) {
        this.hosts = hosts;
        this.to = to;
    }

    /** Copies what is there; the names that the server gives to older logs are unique. */
    synchronized void keep(String host) {
        Path from = hosts.logs(host);
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> logs = Files.list(from)) {
            Files.createDirectories(to);
            for (Path log : logs.filter(ServerLogs::isMessages).toList()) {
                String begun = log.getFileName().toString().equals("messages.log") ? firstLine(log) : "";
                Path kept = to.resolve(host + "-" + log.getFileName() + begun);
                Files.write(kept, Files.readAllBytes(log));
            }
            Path boot = hosts.disk(host).resolve("boot.log");
            if (Files.exists(boot)) {
                Files.write(to.resolve(host + "-boot" + firstLine(boot) + ".log"), Files.readAllBytes(boot));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isMessages(Path log) {
        return log.getFileName().toString().startsWith("messages");
    }

    /** Tells one start's log from another's: they all are called the same as long as they are written. */
    private static String firstLine(Path log) throws IOException {
        byte[] begin = new byte[2_000];
        try (var in = Files.newInputStream(log)) {
            int read = in.readNBytes(begin, 0, begin.length);
            return "-" + Integer.toHexString(new String(begin, 0, read, StandardCharsets.UTF_8).hashCode());
        }
    }

    /** Nodes that said that they lead, by term. */
    synchronized Map<Long, Set<String>> leaders() {
        Map<Long, Set<String>> leaders = new TreeMap<>();
        if (!Files.isDirectory(to)) {
            return leaders;
        }
        try (Stream<Path> logs = Files.list(to)) {
            for (Path log : logs.toList()) {
                leaders(Files.readString(log, StandardCharsets.ISO_8859_1), leaders);
            }
            return leaders;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void leaders(String log, Map<Long, Set<String>> into) {
        Matcher line = LEADS.matcher(log);
        while (line.find()) {
            into.computeIfAbsent(Long.valueOf(line.group(2)), term -> new TreeSet<>())
                    .add(line.group(1));
        }
    }
}
