package io.priok.runtime;

import io.priok.core.dispatch.Dispatch;
import io.priok.core.hold.Hold;
import io.priok.core.liveness.Judgement;
import io.priok.core.liveness.NodeLiveness;
import io.priok.core.pass.Decision;
import io.priok.core.role.Roles;
import io.priok.domain.AgentId;
import io.priok.domain.Cluster;
import io.priok.domain.Node;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.spec.ClusterSpec;
import io.priok.image.Application;
import io.priok.image.Image;
import io.priok.image.SeenState;
import io.priok.message.Assignments;
import io.priok.message.FullReport;
import io.priok.message.Instruction;
import io.priok.state.Change;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agents as the leader of one term knows them: who was heard of and when, what they said of their hosts, and what is sent to
 * them. Messages leave in the order in which they were caused, on an executor of their own, so that a slow broker holds up nothing.
 */
final class Following {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);
    /** A message can be lost for good, in either direction; the complete set that answers a report makes it good. */
    private static final Duration REPORT_EVERY = Duration.ofSeconds(30);
    /** Between instructions to a node whose server has another role than it should have. */
    private static final Duration CORRECT_EVERY = Duration.ofSeconds(1);

    private final long term;
    private final Supplier<Image> latest;
    private final Outbox sender;
    private final InstantSource clock;
    private final SerialExecutor outbox;
    private final Dispatch dispatch;
    private final NodeLiveness liveness;
    private final Map<NodeId, NodeDescription> descriptions = new HashMap<>();
    private final Map<NodeId, Instant> reports = new HashMap<>();
    private final Map<NodeId, Instant> corrected = new HashMap<>();
    private final Unanswered unanswered = new Unanswered();
    private final Instructions instructions;
    private final SeenState seen;
    private final Hold hold = new Hold();
    private boolean held;
    private Duration period = ClusterSpec.DEFAULT_HEARTBEAT_PERIOD;

    Following(
            NodeId self,
            long term,
            Supplier<Image> latest,
            SeenState seen,
            Instructions.Sealing sealing,
            Outbox sender,
            InstantSource clock,
            Executor threads) {
        this.seen = seen;
        this.instructions = new Instructions(term, sealing);
        this.term = term;
        this.latest = latest;
        this.sender = sender;
        this.clock = clock;
        this.outbox = new SerialExecutor("dispatch", threads);
        this.dispatch = new Dispatch(term);
        this.liveness = new NodeLiveness(self, period, clock.instant());
    }

    long term() {
        return term;
    }

    /** Tells every agent that there is a new leader, and asks for what it has. */
    void greet(Image image) {
        Instant now = clock.instant();
        for (Node node : image.nodes()) {
            liveness.asked(node.id(), now);
            instruct(image, node, true);
        }
    }

    /** Sends what follows from an applied entry. Called on the log's thread. */
    void dispatch(Application application) {
        Image image = application.image();
        if (image.term() == term) {
            outbox.execute(() -> send(image, dispatch.increments(image, application.transitions())));
        }
    }

    /** Looks at the signs of life that have come to any manager. To be called several times a period. */
    void notice(Image image) {
        Instant now = clock.instant();
        for (Node node : image.nodes()) {
            seen.pulse(node.id()).ifPresent(pulse -> noticed(image, node, pulse, now));
        }
        for (NodeId id : liveness.removed()) {
            seen.pulse(id).ifPresent(pulse -> liveness.noticed(id, pulse, now));
        }
    }

    private void noticed(Image image, Node node, SeenState.Pulse pulse, Instant now) {
        NodeId id = node.id();
        boolean unknown = liveness.noticed(id, pulse, now);
        Instant last = reports.getOrDefault(id, Instant.EPOCH);
        if (unknown || now.isAfter(last.plus(REPORT_EVERY))) {
            liveness.asked(id, now);
            reports.put(id, now);
            instruct(image, node, true);
        } else if (Roles.disagrees(node, pulse)
                && now.isAfter(corrected.getOrDefault(id, Instant.EPOCH).plus(CORRECT_EVERY))) {
            corrected.put(id, now);
            instruct(image, node, false);
        }
    }

    /**
     * An agent said all that it has: it gets all that it is to have. The set is made from the image at the time of sending, so that
     * it is never older than an increment that was sent before it.
     */
    void reported(FullReport report, Image image) {
        boolean waits = Hold.isOn(image);
        if (waits) {
            tell(hold.reported(image, report));
        }
        Node node = image.node(report.nodeId()).orElse(null);
        if (node == null) {
            sendAway(image, report.nodeId(), report.agent());
            return;
        }
        if (!node.agent().equals(report.agent())) {
            return;
        }
        if (report.highestTerm() > term) {
            LOG.warn("PRIOK3013W: node {} has obeyed term {}, this is {}", report.nodeId(), report.highestTerm(), term);
        }
        if (!waits && unanswered.reported(report.nodeId(), clock.instant())) {
            seen.pulse(report.nodeId()).ifPresent(pulse -> sender.mend(pulse.via()));
        }
        liveness.reported(report.nodeId(), report.session(), clock.instant());
        reports.put(report.nodeId(), clock.instant());
        descriptions.put(report.nodeId(), report.description());
        instruct(image, node, false);
        outbox.execute(() -> {
            Image now = latest.get();
            send(now, dispatch.completeSets(now, report.nodeId()));
        });
    }

    private static void tell(List<Hold.Newer> newer) {
        for (Hold.Newer one : newer) {
            LOG.warn(
                    "PRIOK3074W: node {} ({}) runs task {} ({}), which is newer than the backup; it is left running until an operator"
                            + " says otherwise",
                    one.node(),
                    one.hostname(),
                    one.task(),
                    one.name());
        }
    }

    /** What is known of the workers of a restored swarm. */
    Hold hold() {
        return hold;
    }

    /** While it waits: what is held of the nodes' health, and the end of the wait when nobody has to be asked. */
    Decision held(Image image, Judgement judgement) {
        List<Change> changes = new ArrayList<>();
        judgement
                .changed()
                .forEach((id, status) -> image.node(id)
                        .filter(node -> !node.status().equals(status))
                        .ifPresent(node -> changes.add(Change.update(node.withStatus(status)))));
        if (hold.isNeedless(image)) {
            Hold.end(image).ifPresent(changes::add);
        }
        return new Decision(changes, Optional.empty());
    }

    /** To be called with each image that a pass looks at: when the wait is over, everybody is asked anew and told what to do. */
    void follow(Image image) {
        boolean waits = Hold.isOn(image);
        if (held && !waits) {
            LOG.info("PRIOK3075I: the restored swarm goes on");
            greet(image);
        }
        held = waits;
    }

    Judgement judge(Image image, Instant now) {
        Duration wanted = image.cluster()
                .map(Cluster::spec)
                .map(spec -> spec.dispatcher().period())
                .orElse(period);
        if (!wanted.equals(period)) {
            period = wanted;
            liveness.changePeriod(wanted, now);
            image.nodes().forEach(node -> instruct(image, node, false));
        }
        Judgement judgement = liveness.judge(image.nodes(), now);
        judgement.strangers().forEach((id, agent) -> sendAway(image, id, agent));
        return judgement;
    }

    /** A node that was removed and does not know it is to have nothing any more. */
    private void sendAway(Image image, NodeId id, AgentId agent) {
        if (!Hold.isOn(image)) {
            outbox.execute(() -> dispatch.nothing(image, id).forEach(message -> sender.assign(agent, message)));
        }
    }

    /** The decided changes with what agents said of their hosts, where that is news. */
    List<Change> withDescriptions(List<Change> decided, Image image) {
        List<Change> changes = new ArrayList<>();
        Map<NodeId, NodeDescription> news = new HashMap<>(descriptions);
        news.entrySet()
                .removeIf(entry -> image.node(entry.getKey())
                        .map(node -> node.description().equals(entry.getValue()))
                        .orElse(true));
        for (Change change : decided) {
            NodeDescription said = change instanceof Change.Put put && put.object() instanceof Node node
                    ? news.remove(node.id())
                    : null;
            if (said != null && change instanceof Change.Put put && put.object() instanceof Node node) {
                changes.add(new Change.Put(node.withDescription(said), put.expectedVersion()));
            } else {
                changes.add(change);
            }
        }
        news.forEach(
                (id, said) -> image.node(id).ifPresent(node -> changes.add(Change.update(node.withDescription(said)))));
        return changes;
    }

    private void instruct(Image image, Node node, boolean report) {
        AgentId agent = node.agent();
        long serving = seen.pulse(node.id()).map(SeenState.Pulse::office).orElse(0L);
        Instruction instruction = instructions.of(image, node, period, serving, report);
        outbox.execute(() -> sender.instruct(agent, instruction));
    }

    /** While a restored swarm waits, no worker is told of a task. */
    private void send(Image image, List<Assignments> messages) {
        if (Hold.isOn(image)) {
            return;
        }
        for (Assignments message : messages) {
            image.node(message.nodeId()).ifPresent(node -> sender.assign(node.agent(), message));
        }
    }
}
