package io.priok.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.message.Queues;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterTest {
    private static final String AGENT = "priok.node.n1.0";

    private final List<Member> members = Member.some(4);
    private final Member a = members.get(0);
    private final Member b = members.get(1);
    private final Member c = members.get(2);
    private final Member newcomer = members.get(3);

    @BeforeEach
    void start() {
        a.start(b, c);
        b.start(a, c);
        c.start(a, b);
        Member.linked(a, b, c);
    }

    @AfterEach
    void stop() {
        members.forEach(Member::stop);
    }

    @Test
    void leavesReportsWithTheBrokerThatTheyWereSentTo() {
        List<String> atA = a.consume(Queues.REPORTS);
        List<String> atB = b.consume(Queues.REPORTS);
        List<String> atC = c.consume(Queues.REPORTS);
        // Once this arrived, A and C know of B's consumers.
        List<String> assignments = b.consume(AGENT);
        b.hears(AGENT, assignments, a, c);
        for (int i = 0; i < 20; i++) {
            b.send(Queues.REPORTS, "b" + i);
            c.send(Queues.REPORTS, "c" + i);
        }
        Eventually.until("all arrive", () -> atA.size() + atB.size() + atC.size() == 40);
        assertThat(atA).isEmpty();
        assertThat(atB).hasSize(20).allMatch(text -> text.startsWith("b"));
        assertThat(atC).hasSize(20).allMatch(text -> text.startsWith("c"));
    }

    @Test
    void keepsReportsWaitingForTheirOwnBrokersConsumer() {
        List<String> atA = a.consume(Queues.REPORTS);
        List<String> assignments = a.consume(AGENT);
        a.hears(AGENT, assignments, b);
        b.send(Queues.REPORTS, "early");
        a.hears(AGENT, assignments, b);
        Eventually.depth(b.broker(), Queues.REPORTS, 1);
        List<String> atB = b.consume(Queues.REPORTS);
        Eventually.until("it is there", () -> atB.equals(List.of("early")));
        assertThat(atA).isEmpty();
    }

    @Test
    void movesAssignmentsToTheAgentsBroker() {
        List<String> got = c.consume(AGENT);
        a.send(AGENT, "start");
        Eventually.until("it arrives", () -> got.equals(List.of("start")));
    }

    @Test
    void bringsTheLeaderWhatIsSentAnywhereAndFollowsIt() {
        List<String> atB = b.consume(Queues.LEADER);
        b.hears(Queues.LEADER, atB, a, b, c);
        b.stop();
        a.send(Queues.LEADER, "nobody leads");
        List<String> atC = c.consume(Queues.LEADER);
        Eventually.until("it waited", () -> atC.contains("nobody leads"));
        c.hears(Queues.LEADER, atC, a, c);
    }

    @Test
    void followsAConsumerFromOneBrokerToAnother() throws Exception {
        List<String> atB = new java.util.concurrent.CopyOnWriteArrayList<>();
        QueueConsumer consumer =
                b.broker().consume(AGENT, delivery -> atB.add(((Body.Text) delivery.body()).value()), Thread::new);
        b.hears(AGENT, atB, a, c);
        consumer.close();
        a.send(AGENT, "between");
        List<String> atC = c.consume(AGENT);
        Eventually.until("what was sent between arrives", () -> atC.contains("between"));
        c.hears(AGENT, atC, a, b);
    }

    @Test
    void takesInANewcomerThatNobodyWasToldOf() {
        newcomer.start(a, b, c);
        List<String> atNewcomer = newcomer.consume(AGENT);
        newcomer.hears(AGENT, atNewcomer, a, b, c);
        List<String> leader = a.consume(Queues.LEADER);
        a.hears(Queues.LEADER, leader, newcomer);
        assertThat(a.isLinkedTo(newcomer)).isTrue();
    }

    @Test
    void linksItselfToANewcomerThatKnowsNobody() {
        newcomer.start();
        a.broker().setPeers(Member.peers(b, c, newcomer));
        List<String> atNewcomer = newcomer.consume(AGENT);
        newcomer.hears(AGENT, atNewcomer, a);
        List<String> atA = a.consume(Queues.LEADER);
        a.hears(Queues.LEADER, atA, newcomer);
    }

    @Test
    void forgetsABrokerThatIsNoLongerNamed() {
        List<String> atC = c.consume(AGENT);
        c.hears(AGENT, atC, a, b);
        a.broker().setPeers(Member.peers(b));
        Eventually.until("the link is gone", () -> !a.isLinkedTo(c));
        a.send(AGENT, "stays here");
        Eventually.until("it stays", () -> a.broker().depth(AGENT) == 1);
        assertThat(atC).doesNotContain("stays here");
        assertThat(b.isLinkedTo(c)).isTrue();
        assertThat(a.broker().status().peers())
                .extracting(BrokerStatus.PeerStatus::peer)
                .containsExactly(b.peer);
    }

    @Test
    void dropsWhatWasOnItsWayToAForgottenBroker() {
        c.stop();
        Eventually.until("the loss is seen", () -> !a.isLinkedTo(c));
        a.broker().setPeers(Member.peers(b));
        Eventually.until("nothing is kept", () -> a.broker().storedForOthers() == 1);
    }

    @Test
    void findsABrokerAgainThatWasForgotten() {
        a.broker().setPeers(Member.peers(b));
        Eventually.until("the link is gone", () -> !a.isLinkedTo(c));
        a.broker().setPeers(Member.peers(b, c));
        Eventually.until("it is back", () -> a.isLinkedTo(c));
        List<String> atC = c.consume(AGENT);
        c.hears(AGENT, atC, a);
    }

    @Test
    void outlivesARestartOfEachBrokerInTurn() {
        for (Member member : List.of(a, b, c)) {
            member.stop();
            Member[] others = List.of(a, b, c).stream().filter(m -> m != member).toArray(Member[]::new);
            member.start(others);
            Member.linked(a, b, c);
        }
        everyoneHearsEveryone();
    }

    @Test
    void findsEachOtherAgainAfterAllWereDown() {
        List.of(a, b, c).forEach(Member::stop);
        a.start(b, c);
        b.start(a, c);
        c.start(a, b);
        Member.linked(a, b, c);
        everyoneHearsEveryone();
    }

    @Test
    void linksBrokersThatRestartWithoutKnowingAnybody() {
        List.of(b, c).forEach(Member::stop);
        b.start();
        c.start();
        Eventually.until("A finds them", () -> a.isLinkedTo(b, c));
        List<String> atA = a.consume(Queues.LEADER);
        a.hears(Queues.LEADER, atA, b, c);
    }

    private void everyoneHearsEveryone() {
        for (Member member : List.of(a, b, c)) {
            String queue = "priok.node.at" + member.peer.port();
            List<String> heard = member.consume(queue);
            member.hears(queue, heard, a, b, c);
        }
    }
}
