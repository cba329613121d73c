package io.priok.log.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.log.Eventually;
import io.priok.log.Journal;
import io.priok.log.LogConfig;
import io.priok.log.LogMember;
import io.priok.log.LogStatus.Role;
import io.priok.log.ReplicatedLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Members that are far from each other: every byte takes 200 ms, each way. With the timing that is shipped. */
@Execution(ExecutionMode.CONCURRENT)
class SlowLinkTest {
    private static final Duration DELAY = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int FIRST_PORT = 20_900;

    @TempDir
    Path directory;

    private final Map<String, Journal> journals = new LinkedHashMap<>();
    private final Map<String, ReplicatedLog> logs = new LinkedHashMap<>();
    private final List<Relay> relays = new ArrayList<>();

    @AfterEach
    void close() {
        logs.values().forEach(ReplicatedLog::close);
        relays.forEach(Relay::close);
    }

    /** Opens the member; it listens at a port, and the way there is long. */
    private LogMember open(String id) throws IOException {
        LogMember self = new LogMember(id, "127.0.0.2", FIRST_PORT + logs.size());
        LogConfig config = logs.isEmpty()
                ? LogConfig.bootstrap(directory.resolve(id), self, "far")
                : LogConfig.join(directory.resolve(id), self, "far");
        relays.add(new Relay(new InetSocketAddress(self.host(), self.port()), self.port(), DELAY));
        Journal journal = new Journal();
        journals.put(id, journal);
        logs.put(id, RatisLog.open(config.withBindHost("127.0.0.1"), journal));
        return self;
    }

    private ReplicatedLog log(String id) {
        return logs.get(id);
    }

    private static void append(ReplicatedLog log, String entry) throws Exception {
        log.append(entry.getBytes(StandardCharsets.UTF_8)).get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void theLeaderStaysAndItsDeathIsSurvived() throws Exception {
        LogMember a = open("a");
        Eventually.await("a leads", SOON, () -> log("a").status().role() == Role.LEADER);
        List<LogMember> members = List.of(a, open("b"), open("c"));
        log("a").setMembers(members).get(SOON.toSeconds(), TimeUnit.SECONDS);
        append(log("a"), "first");
        long term = log("a").status().term();
        List<String> entries = new ArrayList<>(List.of("first"));
        for (int i = 0; i < 8; i++) {
            append(log(i % 2 == 0 ? "a" : "b"), "e" + i);
            entries.add("e" + i);
        }
        assertThat(log("b").status().term()).as("nobody stood for election").isEqualTo(term);

        log("a").close();
        Eventually.await(
                "another leads",
                SOON,
                () -> log("b").status().role() == Role.LEADER
                        || log("c").status().role() == Role.LEADER);
        append(log("b"), "last");
        entries.add("last");
        for (String id : List.of("b", "c")) {
            Eventually.await(
                    id + " has all", SOON, () -> journals.get(id).entries().equals(entries));
        }
    }
}
