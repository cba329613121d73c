package io.priok.join;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.domain.Refusal;
import io.priok.identity.BrokenSeal;
import io.priok.identity.JoinToken;
import io.priok.identity.Seal;
import io.priok.json.Json;
import io.priok.json.MalformedJson;
import io.priok.message.Admission;
import io.priok.message.JoinAnswer;
import io.priok.message.JoinAsk;
import io.priok.message.Joiner;
import io.priok.message.Queues;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** One attempt to join, from the joining node's side: what to ask, and what to make of the answer. Immutable. */
public final class JoinDialogue {
    private final JoinToken token;
    private final Seal seal;
    private final JoinAsk ask;

    private JoinDialogue(JoinToken token, Seal seal, JoinAsk ask) {
        this.token = token;
        this.seal = seal;
        this.ask = ask;
    }

    /**
     * @param token as the user gave it
     * @param nonce new and random for each attempt, fit for a queue's name; an attempt repeats it with each manager that it asks
     * @throws Refusal when the text is no token
     */
    public static JoinDialogue begin(String token, Joiner joiner, String nonce) {
        JoinToken parts = JoinToken.parse(token.strip())
                .orElseThrow(() -> Refusal.plain(Refusal.Kind.UNKNOWN, "invalid join token"));
        Seal seal = Seal.ofToken(parts.secret());
        String text = Json.write(joiner);
        return new JoinDialogue(parts, seal, new JoinAsk(nonce, text, seal.proof(Words.shown(nonce, text))));
    }

    /** What to send to {@link Queues#JOIN}. */
    public JoinAsk ask() {
        return ask;
    }

    /** The queue that the answer comes to. */
    public String answerQueue() {
        return Queues.joinAnswer(ask.nonce());
    }

    /**
     * What the answer comes to.
     *
     * @throws Refusal when the node is not let in, or when it must not believe who answered; its text is for the user
     */
    public Admission conclude(JoinAnswer answer) {
        if (!answer.fingerprint().toLowerCase(Locale.ROOT).equals(token.digest())) {
            throw otherSwarm();
        }
        if (!answer.refusal().isEmpty()) {
            throw Refusal.plain(Words.kind(answer.refusal()), answer.message());
        }
        Admission admission = opened(answer.admission());
        if (!fingerprint(admission.rootCertificate()).equals(token.digest())) {
            throw otherSwarm();
        }
        return admission;
    }

    private Admission opened(String sealed) {
        try {
            return Json.read(seal.open(sealed, Words.admission(ask.nonce())), Admission.class);
        } catch (BrokenSeal | MalformedJson e) {
            throw Refusal.plain(Refusal.Kind.UNKNOWN, "the remote manager's answer does not open with the join token");
        }
    }

    private Refusal otherSwarm() {
        return Refusal.plain(Refusal.Kind.UNKNOWN, "remote CA does not match fingerprint. Expected: " + token.digest());
    }

    /** SHA-256 of a root certificate's PEM text, as join tokens carry it: 64 hexadecimal digits. */
    public static String fingerprint(String rootCertificate) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(rootCertificate.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
