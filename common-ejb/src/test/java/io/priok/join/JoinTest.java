package io.priok.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.domain.AgentId;
import io.priok.domain.ClusterId;
import io.priok.domain.JoinTokens;
import io.priok.domain.NodeId;
import io.priok.domain.Refusal;
import io.priok.domain.spec.NodeSpec.Role;
import io.priok.identity.JoinToken;
import io.priok.identity.RandomIds;
import io.priok.identity.TokenSource;
import io.priok.json.Json;
import io.priok.message.Admission;
import io.priok.message.JoinAnswer;
import io.priok.message.JoinAsk;
import io.priok.message.Joiner;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JoinTest {
    private static final String ROOT = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

    private final TokenSource source = new TokenSource(new RandomIds(new Random(5)));
    private final JoinTokens tokens = source.tokens(HexFormat.of().parseHex(JoinDialogue.fingerprint(ROOT)));
    private final Gatekeeper gatekeeper = new Gatekeeper(tokens, new SecureRandom());
    private final Joiner joiner = new Joiner(new AgentId("agent7"), "host7", "10.0.0.7", null, true, 1);

    private static Admission admission(String root) {
        return new Admission(
                new NodeId("node7"), new ClusterId("c"), "broker", "00ff", root, List.of("10.0.0.1:2377"), null);
    }

    private JoinDialogue begin(String token) {
        return JoinDialogue.begin(token, joiner, "nonce1");
    }

    @Test
    void admitsForTheRoleOfTheToken() {
        for (Role role : Role.values()) {
            JoinDialogue dialogue = begin(role == Role.WORKER ? tokens.worker() : tokens.manager());
            JoinAsk heard = Json.read(Json.write(dialogue.ask()), JoinAsk.class);
            Gatekeeper.Applicant applicant = gatekeeper.examine(heard);
            assertThat(applicant.role()).isEqualTo(role);
            assertThat(applicant.joiner()).isEqualTo(joiner);
            JoinAnswer answer = gatekeeper.admit(applicant, admission(ROOT));
            assertThat(Json.write(answer)).doesNotContain("00ff").doesNotContain("broker");
            assertThat(dialogue.conclude(Json.read(Json.write(answer), JoinAnswer.class)))
                    .isEqualTo(admission(ROOT));
        }
    }

    @Test
    void neverSendsTheTokensSecret() {
        String secret = JoinToken.parse(tokens.worker()).orElseThrow().secret();
        assertThat(Json.write(begin(tokens.worker()).ask())).doesNotContain(secret);
    }

    @Test
    void callsGarbageAnInvalidToken() {
        assertThatThrownBy(() -> begin("garbage")).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.text()).isEqualTo("invalid join token");
            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNKNOWN);
        });
    }

    @Test
    void refusesATokenThatIsNotOrNoLongerTheSwarms() {
        JoinTokens rotated = source.tokens(HexFormat.of().parseHex(JoinDialogue.fingerprint(ROOT)));
        JoinDialogue dialogue = begin(rotated.worker());
        assertThatThrownBy(() -> gatekeeper.examine(dialogue.ask())).isInstanceOfSatisfying(Refusal.class, refusal -> {
            JoinAnswer answer = gatekeeper.refuse(refusal);
            assertThatThrownBy(() -> dialogue.conclude(answer)).isInstanceOfSatisfying(Refusal.class, shown -> {
                assertThat(shown.text())
                        .isEqualTo("rpc error: code = InvalidArgument desc = A valid join token is necessary"
                                + " to join this cluster");
                assertThat(shown.kind()).isEqualTo(Refusal.Kind.INVALID_ARGUMENT);
            });
        });
    }

    @Test
    void tellsATokenOfAnotherSwarmByItsDigest() {
        String other = source.token(new byte[32]);
        JoinDialogue dialogue = begin(other);
        JoinAnswer answer = gatekeeper.refuse(Refusal.plain(Refusal.Kind.INVALID_ARGUMENT, "no"));
        assertThatThrownBy(() -> dialogue.conclude(answer))
                .isInstanceOf(Refusal.class)
                .hasMessage("remote CA does not match fingerprint. Expected: " + "0".repeat(64));
    }

    @Test
    void believesNobodyWhoHasNotTheTokenOrShowsAnotherRoot() {
        JoinDialogue dialogue = begin(tokens.worker());
        Gatekeeper.Applicant applicant = gatekeeper.examine(dialogue.ask());
        JoinAnswer otherRoot = gatekeeper.admit(applicant, admission("another root"));
        assertThatThrownBy(() -> dialogue.conclude(otherRoot)).hasMessageStartingWith("remote CA does not match");
        JoinAnswer other =
                gatekeeper.admit(gatekeeper.examine(begin(tokens.manager()).ask()), admission(ROOT));
        assertThatThrownBy(() -> dialogue.conclude(other)).hasMessageContaining("does not open");
    }

    @Test
    void opensAnAdmissionForItsOwnAttemptAlone() {
        JoinAnswer answer =
                gatekeeper.admit(gatekeeper.examine(begin(tokens.worker()).ask()), admission(ROOT));
        JoinDialogue later = JoinDialogue.begin(tokens.worker(), joiner, "nonce2");
        assertThatThrownBy(() -> later.conclude(answer)).hasMessageContaining("does not open");
    }

    @Test
    void refusesWordsThatWereChangedOnTheWay() {
        JoinAsk ask = begin(tokens.worker()).ask();
        String changed = ask.joiner().replace("10.0.0.7", "10.0.0.8");
        assertThatThrownBy(() -> gatekeeper.examine(new JoinAsk(ask.nonce(), changed, ask.proof())))
                .isInstanceOf(Refusal.class);
    }
}
