package io.priok.adapter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The two files that say where the brokers are and how to be let in. Writers replace them by renaming, so a reader never
 * sees half a file; a file that is absent or holds nothing usable stands for the default.
 */
final class BrokerFiles {
    private final Path managers;
    private final Path secret;
    private final List<BrokerAddress> defaultManagers;
    private final String defaultPassword;

    /**
     * @param managers one {@code host:port} a line; empty lines and lines that begin with {@code #} are skipped
     * @param secret the password, surrounding white space not counted
     * @param defaultManagers {@code host:port}, separated by commas
     */
    BrokerFiles(Path managers, Path secret, String defaultManagers, String defaultPassword) {
        this.managers = managers;
        this.secret = secret;
        this.defaultManagers = addresses(Arrays.stream(defaultManagers.split(",")));
        this.defaultPassword = defaultPassword;
    }

    Brokers read() throws IOException {
        List<BrokerAddress> listed = addresses(content(managers).lines());
        String password = content(secret).strip();
        return new Brokers(
                listed.isEmpty() ? defaultManagers : listed, password.isEmpty() ? defaultPassword : password);
    }

    private static List<BrokerAddress> addresses(Stream<String> lines) {
        return lines.map(String::strip)
                .filter(line -> !line.startsWith("#"))
                .map(BrokerAddress::parse)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    private static String content(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
