package io.priok.runtime;

import io.priok.identity.BrokenSeal;
import io.priok.identity.IdSource;
import io.priok.identity.Seal;
import io.priok.json.Json;
import io.priok.json.MalformedJson;
import io.priok.message.LocalNode;
import io.priok.message.ManagerSecrets.Peer;
import io.priok.message.Standing;
import io.priok.message.StandingNote;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells managers that were away when the swarm was recovered that they are managers no more.
 *
 * <p>Members of an old log could form a majority of it among themselves. So a manager asks those that it knows before it serves, and
 * goes on asking those that it does not see. Both sides say where they stand, and the one of the older incarnation steps back,
 * whichever asked. What they say is sealed under the state key: nobody else can make a manager give up.
 */
final class Standings {
    private static final Logger LOG = LoggerFactory.getLogger(Standings.class);
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    /** Carries a note to a manager, and its answer back. */
    interface Line {
        StandingNote put(StandingNote note, Peer to, Duration patience) throws Joining.Unreachable;
    }

    private final Line line;
    private final Seal seal;
    private final LocalNode self;
    private final Supplier<List<String>> managers;
    private final Executor threads;
    private final IdSource ids;
    private final SecureRandom random;

    /** @param managers of this node's incarnation, {@code host:port} */
    Standings(Line line, Seal seal, LocalNode self, Supplier<List<String>> managers, Environment environment) {
        this.line = line;
        this.seal = seal;
        this.self = self;
        this.managers = managers;
        this.threads = environment.threads();
        this.ids = environment.ids();
        this.random = environment.random();
    }

    static Standings of(SecretKey stateKey, LocalNode self, Supplier<List<String>> managers, Environment environment) {
        return new Standings(new BrokerLine(), new Seal(stateKey.getEncoded()), self, managers, environment);
    }

    /**
     * Asks all of them at once, and waits for the answers as long as the slowest takes, {@link #PATIENCE} at most.
     *
     * @return the newest incarnation, if it follows this node's
     */
    Optional<Standing> ask(List<Peer> peers) {
        List<CompletableFuture<Optional<Standing>>> answers = new ArrayList<>();
        for (Peer peer : peers) {
            answers.add(CompletableFuture.supplyAsync(() -> ask(peer), threads));
        }
        return answers.stream()
                .flatMap(answer -> answer.join().stream())
                .filter(standing -> standing.supersedes(self))
                .max(Comparator.comparingLong(Standing::incarnation));
    }

    private Optional<Standing> ask(Peer peer) {
        String nonce = ids.next();
        try {
            StandingNote answer = line.put(note(nonce, "ask"), peer, PATIENCE);
            return answer.nonce().equals(nonce) ? open(answer, "answer") : Optional.empty();
        } catch (Joining.Unreachable | MalformedJson e) {
            LOG.debug("manager {} does not say where it stands: {}", Peers.management(peer), e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Answers another manager.
     *
     * @param superseded is told when the other's incarnation follows this node's
     * @return empty for a note that no manager of this swarm wrote
     */
    Optional<StandingNote> answer(StandingNote asked, Consumer<Standing> superseded) {
        return open(asked, "ask").map(standing -> {
            if (standing.supersedes(self)) {
                superseded.accept(standing);
            }
            return note(asked.nonce(), "answer");
        });
    }

    private StandingNote note(String nonce, String direction) {
        Standing own = new Standing(self.clusterId(), self.incarnation(), managers.get());
        return new StandingNote(nonce, seal.close(Json.write(own), context(nonce, direction), random));
    }

    private Optional<Standing> open(StandingNote note, String direction) {
        try {
            return Optional.of(Json.read(seal.open(note.sealed(), context(note.nonce(), direction)), Standing.class));
        } catch (BrokenSeal | MalformedJson e) {
            LOG.debug("a note of no manager of this swarm", e);
            return Optional.empty();
        }
    }

    private static String context(String nonce, String direction) {
        return "standing:" + direction + ":" + nonce;
    }
}
