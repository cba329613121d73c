package io.priok.control.command;

import static io.priok.domain.Refusal.Kind.FAILED_PRECONDITION;
import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.domain.Meta;
import io.priok.domain.Node;
import io.priok.domain.NodeDescription;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.NodeStatus;
import io.priok.domain.Refusal;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.domain.spec.NodeSpec.Role;
import io.priok.domain.spec.Platform;
import io.priok.domain.spec.Resources;
import io.priok.image.Image;
import io.priok.join.Gatekeeper.Applicant;
import io.priok.message.Joiner;
import io.priok.state.Change;
import io.priok.state.Transaction;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets nodes in.
 *
 * <p>An ask that is repeated, because its answer was lost or another manager was asked meanwhile, comes to the same node: its id and
 * the transaction's follow from the attempt's nonce.
 */
public final class JoinCommands {
    private static final int ID_BYTES = 16;
    private static final int ID_LENGTH = 25;
    private static final int RADIX = 36;

    private final Author author;

    public JoinCommands(Author author) {
        this.author = author;
    }

    /**
     * The place of a node in the swarm.
     *
     * @param node as it is or will be
     * @param secrets true when it is to get what managers have
     * @param transaction to be committed first; absent when the node is there already. {@code Duplicate}, and a refusal as
     *     {@code ALREADY_EXISTS}, mean that the same ask was heard by another manager and are as good as applied
     */
    public record Entrance(Node node, boolean secrets, Optional<Transaction> transaction) {}

    /**
     * @param image a fresh one: a token that was rotated opens nothing, and a node that is there is not made twice
     * @param applicant who has shown that it has a token of this image's
     * @throws Refusal when it cannot have the role that its token is for
     */
    public Entrance enter(Image image, Applicant applicant) {
        Joiner joiner = applicant.joiner();
        Role role = applicant.role();
        if (role == Role.MANAGER && !joiner.canManage()) {
            throw Refusal.plain(
                    FAILED_PRECONDITION,
                    "this host's server runs the worker application alone, so it cannot be a manager: join it with the"
                            + " worker token, or deploy the manager application on it first");
        }
        if (role == Role.MANAGER && joiner.format() < image.format()) {
            throw Refusal.plain(
                    FAILED_PRECONDITION,
                    "the swarm's state is in format " + image.format() + ", and the joining server knows formats up to "
                            + joiner.format() + ": install the version of Priok that the managers run");
        }
        if (joiner.agent() == null
                || joiner.agent().value().isBlank()
                || joiner.address().isBlank()) {
            throw Refusal.plain(INVALID_ARGUMENT, "the joining node does not say who and where it is");
        }
        NodeId id = id(applicant);
        Optional<Node> present = image.node(id);
        if (present.isPresent()) {
            Node node = present.get();
            return new Entrance(
                    node, role == Role.MANAGER && node.spec().roleOrWorker() == Role.MANAGER, Optional.empty());
        }
        Instant now = author.clock().instant();
        Node node = node(id, role, joiner, now);
        Transaction transaction =
                new Transaction("join-" + applicant.nonce(), 0, "join", now, List.of(Change.create(node)));
        return new Entrance(node, role == Role.MANAGER, Optional.of(transaction));
    }

    /** Like Swarm's: of a state unknown and without a word on why, until the first report. */
    private static Node node(NodeId id, Role role, Joiner joiner, Instant now) {
        Availability availability = joiner.availability();
        Map<String, String> labels = joiner.canManage() ? Map.of() : WorkerOnly.LABELS;
        return new Node(
                id,
                Meta.created(now),
                new NodeSpec("", Map.of(), role, availability == null ? Availability.ACTIVE : availability),
                joiner.agent(),
                new NodeDescription(
                        joiner.hostname(),
                        new Platform("", ""),
                        Resources.NONE,
                        new NodeDescription.Engine("", labels, List.of())),
                new NodeStatus(NodeState.UNKNOWN, "", joiner.address()),
                null,
                role == Role.MANAGER ? Node.FIRST_OFFICE : 0);
    }

    private static NodeId id(Applicant applicant) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((applicant.nonce() + "\n" + applicant.joiner().agent()).getBytes(UTF_8));
            String digits = new BigInteger(1, Arrays.copyOf(digest, ID_BYTES)).toString(RADIX);
            return new NodeId("0".repeat(ID_LENGTH - digits.length()) + digits);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
