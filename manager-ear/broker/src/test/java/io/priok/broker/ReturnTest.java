package io.priok.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.activemq.artemis.api.core.Pair;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A broker that is back before the others have given its last incarnation up hears of that one from them. */
class ReturnTest {
    private static final String AGENT = "priok.node.n1.0";
    private static final String LAST_INCARNATION = "00000000-0000-0000-0000-00000000dead";

    private final List<Member> members = Member.some(3);
    private final Member a = members.get(0);
    private final Member b = members.get(1);
    private final Member newcomer = members.get(2);

    @AfterEach
    void stop() {
        members.forEach(Member::stop);
    }

    @Test
    void doesNotLinkToItselfUnderItsOldName() {
        a.start(b);
        b.start(a);
        Member.linked(a, b);
        List<String> atA = a.consume(AGENT);
        a.hears(AGENT, atA, b);
        ClusterConnection cluster = a.broker().cluster();
        TransportConfiguration own = Settings.connector("own", a.peer.host(), a.peer.port());
        cluster.nodeAnnounced(System.currentTimeMillis(), LAST_INCARNATION, null, null, new Pair<>(own, null), false);
        Eventually.until(
                "it is forgotten", () -> cluster.getTopology().getMember(LAST_INCARNATION) == null && b.isLinkedTo(a));
        assertThat(a.broker().status().peers())
                .extracting(BrokerStatus.PeerStatus::peer)
                .containsExactly(b.peer);
        // Had there been such a link, its end would have taken all queues of this broker off the list that newcomers
        // get.
        newcomer.start(a, b);
        Member.linked(a, b, newcomer);
        a.hears(AGENT, atA, newcomer);
    }
}
