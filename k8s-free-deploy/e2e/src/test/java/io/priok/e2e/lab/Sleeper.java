package io.priok.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A leader that sleeps, and what the records say of its term afterwards: those of the logs, entry by entry, and those of the agents,
 * which write down the highest term before they obey it and tell of each message that they refuse.
 */
final class Sleeper {
    private final Lab lab;
    private final String host;
    private final List<String> others;
    private final SortedMap<Long, LogRecords.Entry> asleep;
    private final long term;
    /** The first entry that the others made without it, and its term. */
    private final long from;

    private final long next;

    /** @param host sleeps, and others have a leader of a later term */
    Sleeper(Lab lab, String host) {
        this.lab = lab;
        this.host = host;
        this.others = Lab.without(host);
        this.asleep = LogRecords.of(lab.log(host));
        this.term = asleep.get(asleep.lastKey()).term();
        SortedMap<Long, LogRecords.Entry> theirs = LogRecords.of(lab.log(others.get(0)));
        Map.Entry<Long, LogRecords.Entry> first = theirs.entrySet().stream()
                .filter(entry -> entry.getValue().term() > term)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no entry after term " + term));
        this.from = first.getKey();
        this.next = first.getValue().term();
    }

    /** While it sleeps: agents elsewhere have put a later term on their disks, below which they obey nobody. */
    void assertNobodyWillObeyIt() {
        for (String other : others) {
            assertThat(lab.obeyedTerm(other)).as("term obeyed by " + other).isGreaterThanOrEqualTo(next);
        }
    }

    /** Afterwards: all logs are the same, no entry of its term stands behind the later one's first, and its own agent obeys others. */
    void assertNothingOfItIsInALog() {
        SortedMap<Long, LogRecords.Entry> theirs = LogRecords.of(lab.log(others.get(0)));
        assertThat(theirs.tailMap(from).values())
                .as("entries from " + from)
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.term()).isGreaterThanOrEqualTo(next));
        for (String each : List.of(others.get(1), host)) {
            SortedMap<Long, LogRecords.Entry> its = LogRecords.of(lab.log(each));
            SortedMap<Long, LogRecords.Entry> shared = new TreeMap<>(its);
            shared.keySet().retainAll(theirs.keySet());
            assertThat(shared.lastKey()).as("last entry at " + each).isGreaterThan(from);
            shared.forEach((index, entry) ->
                    assertThat(entry).as("entry " + index + " at " + each).isEqualTo(theirs.get(index)));
        }
        assertThat(lab.obeyedTerm(host)).as("term obeyed by its own agent").isGreaterThanOrEqualTo(next);
    }

    String records() {
        long replaced = asleep.tailMap(from).size();
        long refused = Lab.HOSTS.stream().mapToLong(this::refusals).sum();
        return "leader of term " + term + " slept with entry " + asleep.lastKey() + " as its last; entry " + from
                + " is of term " + next + " in all logs, " + replaced
                + " of its own gave way, none stands behind that; "
                + refused + " messages of its term were refused by agents, none was obeyed";
    }

    private long refusals(String at) {
        try {
            return Files.readString(lab.messages(at), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains("PRIOK0245I: a message of term " + term + " is refused"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
