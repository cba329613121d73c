package io.priok.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the others do when a broker falls silent without a word. */
@Tag("soak")
class FrozenBrokerTest {
    private static final Logger LOG = LoggerFactory.getLogger(FrozenBrokerTest.class);
    private static final String AGENT = "priok.node.n1.0";

    private final List<Member> members = Member.some(3);
    private final Member a = members.get(0);
    private final Member b = members.get(1);
    private final Member c = members.get(2);
    private ChildBroker child;

    @BeforeEach
    void start() throws Exception {
        a.start(b, c);
        b.start(a, c);
        child = new ChildBroker(c.peer, AGENT, Member.peers(a, b));
        Member.linked(a, b);
        Eventually.until("the child is found", () -> a.isLinkedTo(c) && b.isLinkedTo(c));
        Eventually.until("its consumer is known", () -> {
            a.send(AGENT, "for the child");
            return child.lines.contains("for the child");
        });
    }

    @AfterEach
    void stop() {
        child.close();
        members.forEach(Member::stop);
    }

    @Test
    void attractsNoMessagesForLongAndReturns() throws Exception {
        child.freeze();
        long frozen = System.nanoTime();
        // The agent goes elsewhere at once, the worst case: both brokers seem to have its consumer.
        List<String> atB = b.consume(AGENT);
        List<String> sent = new ArrayList<>();
        while (Member.since(frozen).compareTo(Duration.ofSeconds(4)) < 0) {
            String text = Long.toString(Member.since(frozen).toMillis());
            a.send(AGENT, text);
            sent.add(text);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        Eventually.until("the last arrives", () -> atB.contains(sent.get(sent.size() - 1)));
        List<Integer> lost = sent.stream()
                .filter(text -> !atB.contains(text))
                .map(Integer::valueOf)
                .toList();
        int lastLost = lost.stream().mapToInt(i -> i).max().orElse(0);
        LOG.info(
                "Of {} messages {} were lost; first through after {} ms, last lost after {} ms",
                sent.size(),
                lost.size(),
                atB.get(0),
                lastLost);
        assertThat(lastLost).isLessThan(3_500);

        Eventually.until("nothing is kept for it", () -> a.broker().storedForOthers() == 1);
        child.thaw();
        Eventually.until("it is found again", () -> a.isLinkedTo(c) && b.isLinkedTo(c));
        assertThat(atB)
                .as("nothing comes late from A")
                .doesNotContainAnyElementsOf(lost.stream().map(String::valueOf).toList());
        Eventually.until("it gets messages again", () -> {
            a.send(AGENT, "after");
            return child.lines.contains("after");
        });
    }
}
