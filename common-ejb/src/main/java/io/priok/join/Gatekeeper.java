package io.priok.join;

import io.priok.domain.JoinTokens;
import io.priok.domain.Refusal;
import io.priok.domain.spec.NodeSpec.Role;
import io.priok.identity.JoinToken;
import io.priok.identity.Seal;
import io.priok.json.Json;
import io.priok.json.MalformedJson;
import io.priok.message.Admission;
import io.priok.message.JoinAnswer;
import io.priok.message.JoinAsk;
import io.priok.message.Joiner;
import java.security.SecureRandom;
import java.util.Optional;

/** The manager's side of a join, with the swarm's tokens of the moment. Decides who has a token and words the answers. */
public final class Gatekeeper {
    private static final String NO_TOKEN = "A valid join token is necessary to join this cluster";

    private final Optional<JoinToken> worker;
    private final Optional<JoinToken> manager;
    private final SecureRandom random;

    public Gatekeeper(JoinTokens tokens, SecureRandom random) {
        this.worker = JoinToken.parse(tokens.worker());
        this.manager = JoinToken.parse(tokens.manager());
        this.random = random;
    }

    /** Someone who has a token, and the role that it is for. */
    public static final class Applicant {
        private final Role role;
        private final Joiner joiner;
        private final String nonce;
        private final Seal seal;

        private Applicant(Role role, Joiner joiner, String nonce, Seal seal) {
            this.role = role;
            this.joiner = joiner;
            this.nonce = nonce;
            this.seal = seal;
        }

        public Role role() {
            return role;
        }

        public Joiner joiner() {
            return joiner;
        }

        /** The same in each ask of one attempt. */
        public String nonce() {
            return nonce;
        }
    }

    /** @throws Refusal when the sender has none of the tokens, or what it says of itself cannot be read */
    public Applicant examine(JoinAsk ask) {
        Optional<Applicant> applicant = examine(ask, manager, Role.MANAGER).or(() -> examine(ask, worker, Role.WORKER));
        return applicant.orElseThrow(() -> Refusal.control(Refusal.Kind.INVALID_ARGUMENT, NO_TOKEN));
    }

    private static Optional<Applicant> examine(JoinAsk ask, Optional<JoinToken> token, Role role) {
        return token.map(parts -> Seal.ofToken(parts.secret()))
                .filter(seal -> seal.proves(Words.shown(ask.nonce(), ask.joiner()), ask.proof()))
                .map(seal -> new Applicant(role, joiner(ask), ask.nonce(), seal));
    }

    private static Joiner joiner(JoinAsk ask) {
        try {
            return Json.read(ask.joiner(), Joiner.class);
        } catch (MalformedJson e) {
            throw Refusal.control(Refusal.Kind.INVALID_ARGUMENT, "the joining node's words cannot be read");
        }
    }

    /** Opens for the applicant alone, and for this attempt alone. */
    public JoinAnswer admit(Applicant applicant, Admission admission) {
        String sealed = applicant.seal.close(Json.write(admission), Words.admission(applicant.nonce), random);
        return new JoinAnswer("", "", fingerprint(), sealed);
    }

    /** The refusal is shown to the user of the joining node in these words. */
    public JoinAnswer refuse(Refusal refusal) {
        return new JoinAnswer(refusal.kind().name(), refusal.text(), fingerprint(), "");
    }

    private String fingerprint() {
        return worker.or(() -> manager).map(JoinToken::digest).orElse("");
    }
}
