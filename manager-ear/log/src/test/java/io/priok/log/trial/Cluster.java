package io.priok.log.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.log.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Members on loopback, each with a directory and a port of its own that outlive its process. */
final class Cluster implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path root;
    private final int firstPort;
    private final Map<String, Member> members = new ConcurrentSkipListMap<>();

    Cluster(Path root, int firstPort) {
        this.root = root;
        this.firstPort = firstPort;
    }

    /** Three members under these options, all in. */
    static Cluster ofThree(Path root, int firstPort, Member.Options options) throws Exception {
        Cluster cluster = new Cluster(root, firstPort);
        Member first = cluster.start(
                        "a",
                        new Member.Options(
                                "bootstrap",
                                options.snapshotEntries(),
                                options.segmentBytes(),
                                options.jvm(),
                                options.wrapper()))
                .awaitReady();
        cluster.start("b", options).awaitReady();
        cluster.start("c", options).awaitReady();
        cluster.awaitLeader();
        first.must("members " + cluster.addresses());
        return cluster;
    }

    Member start(String id, Member.Options options) throws IOException {
        return startIn(id, root.resolve(id), options);
    }

    Member startIn(String id, Path directory, Member.Options options) throws IOException {
        Member member = new Member(id, firstPort + id.charAt(0) - 'a', directory, options);
        members.put(id, member);
        return member;
    }

    Member member(String id) {
        Member member = members.get(id);
        if (member == null) {
            throw new IllegalArgumentException("no member " + id);
        }
        return member;
    }

    String addresses() {
        return members.values().stream().map(Member::address).collect(Collectors.joining(" "));
    }

    List<Member> alive() {
        return members.values().stream().filter(Member::alive).toList();
    }

    Member awaitLeader() throws Exception {
        return leaderAmong(null);
    }

    /** Asks only these, for one that is frozen does not answer; all that run when null. */
    Member leaderAmong(@Nullable List<Member> asked) throws Exception {
        List<Member> found = new ArrayList<>();
        Eventually.await("a leader", PATIENCE, () -> {
            for (Member member : asked == null ? alive() : asked) {
                if (member.status().role().equals("LEADER")) {
                    found.add(member);
                    return true;
                }
            }
            return false;
        });
        return found.get(0);
    }

    Member anyFollower() throws Exception {
        Member leader = awaitLeader();
        return alive().stream().filter(member -> member != leader).findFirst().orElseThrow();
    }

    /** Each in turn, as the number grows. */
    Member anyMember(int number) {
        List<Member> alive = alive();
        return alive.get(number % alive.size());
    }

    void killAll() {
        for (Member member : alive()) {
            member.kill();
        }
    }

    /** All that run have applied the same sequence, and it holds everything that was acknowledged, once. */
    void assertNothingLost(List<String> acknowledged) throws Exception {
        awaitLeader().must("barrier");
        Eventually.await("all have applied the same", PATIENCE, () -> digests().size() == 1);
        for (Member member : alive()) {
            List<String> entries = member.entries();
            assertThat(new HashSet<>(entries)).as("distinct at %s", member.id).hasSameSizeAs(entries);
            List<String> missing = new ArrayList<>(acknowledged);
            missing.removeAll(new HashSet<>(entries));
            assertThat(missing).as("acknowledged but missing at %s", member.id).isEmpty();
        }
    }

    private Set<String> digests() throws Exception {
        Set<String> digests = new HashSet<>();
        for (Member member : alive()) {
            digests.add(member.must("digest"));
        }
        return digests;
    }

    /** Ends a member for good and empties its directory. */
    void wipe(Member member) throws IOException {
        member.kill();
        members.remove(member.id);
        try (Stream<Path> files = Files.walk(member.directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        killAll();
    }
}
