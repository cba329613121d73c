package io.priok.log;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How one member starts.
 *
 * @param directory its own, created when missing
 * @param bindHost local address to listen on
 * @param initialMembers of a log that does not exist yet; empty to join one. Ignored once the directory holds a
 *     configuration
 * @param group which log this is: members with another group are refused
 */
public record LogConfig(
        Path directory,
        String bindHost,
        LogMember self,
        List<LogMember> initialMembers,
        UUID group,
        LogTiming timing,
        LogLimits limits,
        Optional<LogTls> tls) {
    public LogConfig {
        initialMembers = List.copyOf(initialMembers);
        if (!initialMembers.isEmpty() && !initialMembers.contains(self)) {
            throw new IllegalArgumentException("initial members must include " + self.id());
        }
    }

    /** Begins a new log with this member alone. A state machine that already holds something keeps it. */
    public static LogConfig bootstrap(Path directory, LogMember self, String clusterId) {
        return of(directory, self, List.of(self), clusterId);
    }

    /** Starts empty and waits until the leader adds this member. */
    public static LogConfig join(Path directory, LogMember self, String clusterId) {
        return of(directory, self, List.of(), clusterId);
    }

    private static LogConfig of(Path directory, LogMember self, List<LogMember> initial, String clusterId) {
        UUID group = UUID.nameUUIDFromBytes(("priok-log:" + clusterId).getBytes(StandardCharsets.UTF_8));
        return new LogConfig(
                directory,
                self.host(),
                self,
                initial,
                group,
                LogTiming.standard(),
                LogLimits.standard(),
                Optional.empty());
    }

    /** Where the files of this log lie within the directory. */
    public Path storage() {
        return directory.resolve(group.toString());
    }

    public LogConfig withBindHost(String host) {
        return new LogConfig(directory, host, self, initialMembers, group, timing, limits, tls);
    }

    public LogConfig withTiming(LogTiming newTiming) {
        return new LogConfig(directory, bindHost, self, initialMembers, group, newTiming, limits, tls);
    }

    public LogConfig withLimits(LogLimits newLimits) {
        return new LogConfig(directory, bindHost, self, initialMembers, group, timing, newLimits, tls);
    }

    public LogConfig withTls(LogTls newTls) {
        return new LogConfig(directory, bindHost, self, initialMembers, group, timing, limits, Optional.of(newTls));
    }
}
