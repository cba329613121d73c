package io.priok.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brokers die, freeze, wake and come back, at random moments; after each, messages must get everywhere again. */
@Tag("soak")
class StormTest {
    private static final Logger LOG = LoggerFactory.getLogger(StormTest.class);
    private static final int ROUNDS = 25;

    private final List<Member> members = Member.some(3);
    private final Member here = members.get(0);
    private final List<ChildBroker> children = new ArrayList<>();

    private static String queueAt(Member member) {
        return "priok.node.at" + member.peer.port() + ".0";
    }

    private ChildBroker child(int index) throws Exception {
        Member self = members.get(index);
        return new ChildBroker(
                self.peer,
                queueAt(self),
                Member.peers(members.stream().filter(member -> member != self).toArray(Member[]::new)));
    }

    @Test
    void leavesNothingBehind() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        here.start(members.get(1), members.get(2));
        try {
            children.add(child(1));
            children.add(child(2));
            for (int round = 0; round < ROUNDS; round++) {
                int index = random.nextInt(2);
                disturb(index, random);
                for (int each = 0; each < 2; each++) {
                    reaches(members.get(each + 1), children.get(each), "seed " + seed + " round " + round);
                }
            }
            Eventually.until("nothing of the dead is kept", () -> here.broker().storedForOthers() == 2);
        } finally {
            children.forEach(ChildBroker::close);
            here.close();
        }
    }

    private void disturb(int index, Random random) throws Exception {
        Duration time = Duration.ofMillis(random.nextInt(6_000));
        switch (random.nextInt(4)) {
            case 0 -> {
                children.get(index).close();
                LockSupport.parkNanos(time.toNanos());
                children.set(index, child(index + 1));
            }
            case 1 -> {
                children.get(index).freeze();
                LockSupport.parkNanos(time.toNanos());
                children.get(index).thaw();
            }
            default -> {
                // Dies while the links to its last life are being made.
                children.get(index).close();
                children.set(index, child(index + 1));
                LockSupport.parkNanos(time.dividedBy(20).toNanos());
                children.get(index).close();
                children.set(index, child(index + 1));
            }
        }
    }

    private void reaches(Member member, ChildBroker child, String when) {
        long before = System.nanoTime();
        String text = when + " to " + member.peer.port();
        Eventually.until(text, () -> {
            here.send(queueAt(member), text);
            return child.lines.contains(text);
        });
        LOG.info("{} after {}", text, Member.since(before));
        for (int i = 0; i < 20; i++) {
            String next = text + " " + i;
            here.send(queueAt(member), next);
            Eventually.until(next, () -> child.lines.contains(next));
        }
        assertThat(here.isLinkedTo(member)).isTrue();
    }
}
