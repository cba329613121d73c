package io.priok.runtime;

import static io.priok.message.Queues.KIND;

import io.priok.broker.Body;
import io.priok.broker.Delivery;
import io.priok.broker.EmbeddedBroker;
import io.priok.control.command.Author;
import io.priok.control.command.JoinCommands;
import io.priok.control.port.Refusals;
import io.priok.domain.Cluster;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.Refusal;
import io.priok.image.ClusterState;
import io.priok.image.Image;
import io.priok.join.Gatekeeper;
import io.priok.json.Json;
import io.priok.json.MalformedJson;
import io.priok.message.Admission;
import io.priok.message.JoinAnswer;
import io.priok.message.JoinAsk;
import io.priok.message.Queues;
import io.priok.state.Outcome;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers nodes that want to join, on any manager. The tokens are those of the moment: the log is asked whether they still hold. */
final class Admissions {
    private static final Logger LOG = LoggerFactory.getLogger(Admissions.class);

    private final ClusterState state;
    private final EmbeddedBroker broker;
    private final Secrets secrets;
    private final Settings settings;
    private final Environment environment;
    private final String brokerSecret;
    private final JoinCommands commands;

    Admissions(
            ClusterState state,
            EmbeddedBroker broker,
            Secrets secrets,
            Settings settings,
            Environment environment,
            String brokerSecret) {
        this.state = state;
        this.broker = broker;
        this.secrets = secrets;
        this.settings = settings;
        this.environment = environment;
        this.brokerSecret = brokerSecret;
        this.commands = new JoinCommands(new Author(environment.ids(), environment.clock()));
    }

    /** An ask that cannot be read gets no answer: there is no queue to send it to. */
    void take(Delivery delivery) {
        if (!(delivery.body() instanceof Body.Text text)) {
            return;
        }
        JoinAsk ask;
        try {
            ask = Json.read(text.value(), JoinAsk.class);
        } catch (MalformedJson e) {
            LOG.debug("a join that cannot be read", e);
            return;
        }
        if (!ask.nonce().matches("[0-9a-z]{25}")) {
            return;
        }
        CompletionStage<JoinAnswer> answer = state.fresh().thenCompose(image -> decide(image, ask));
        answer.exceptionally(this::refused).thenAccept(words -> send(ask, words));
    }

    private CompletionStage<JoinAnswer> decide(Image image, JoinAsk ask) {
        Gatekeeper gate = gate(image);
        Gatekeeper.Applicant applicant = gate.examine(ask);
        JoinCommands.Entrance entrance = commands.enter(image, applicant);
        return entrance.transaction()
                .map(transaction -> state.commit(transaction).thenAccept(Admissions::checkIn))
                .orElseGet(() -> CompletableFuture.completedFuture(null))
                .thenApply(in -> {
                    Node node = entrance.node();
                    LOG.info(
                            "PRIOK3050I: node {} ({}, {}) has joined as {}",
                            node.id(),
                            applicant.joiner().hostname(),
                            applicant.joiner().address(),
                            applicant.role());
                    return gate.admit(applicant, admission(state.image(), node.id(), entrance.secrets()));
                });
    }

    /** That the node is there already means that a repeat of the same ask was faster. */
    private static void checkIn(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused && refused.reason() != Outcome.Reason.ALREADY_EXISTS) {
            throw Refusal.control(Refusal.Kind.UNAVAILABLE, "the node was not let in, try again: " + refused);
        }
    }

    private Admission admission(Image image, NodeId node, boolean asManager) {
        return new Admission(
                node,
                cluster(image).id(),
                brokerSecret,
                secrets.nodeKey(node),
                RootCertificate.load(settings.certificatesDir()).pem(),
                Peers.of(image).stream().map(Peers::management).toList(),
                asManager ? secrets.forManager(image) : null);
    }

    private Gatekeeper gate(Image image) {
        return new Gatekeeper(cluster(image).joinTokens(), environment.random());
    }

    private static Cluster cluster(Image image) {
        return image.cluster().orElseThrow(Refusals::noLeader);
    }

    private JoinAnswer refused(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refusal refusal) {
            return gate(state.image()).refuse(refusal);
        }
        LOG.error("PRIOK3051E: a node that wants to join cannot be answered", cause);
        return gate(state.image()).refuse(Refusal.plain(Refusal.Kind.UNKNOWN, "the manager failed; see its messages"));
    }

    private void send(JoinAsk ask, JoinAnswer answer) {
        broker.sender()
                .send(
                        Queues.joinAnswer(ask.nonce()),
                        Json.write(answer),
                        Map.of(KIND, JoinAnswer.class.getSimpleName()));
    }
}
