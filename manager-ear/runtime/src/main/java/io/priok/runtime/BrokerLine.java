package io.priok.runtime;

import io.priok.broker.JoinLine;
import io.priok.broker.JoinLineException;
import io.priok.join.JoinDialogue;
import io.priok.json.Json;
import io.priok.message.Admission;
import io.priok.message.JoinAnswer;
import io.priok.message.ManagerSecrets.Peer;
import io.priok.message.Queues;
import io.priok.message.StandingNote;
import java.net.InetAddress;
import java.time.Duration;

/** Questions to a manager, by way of its broker. */
final class BrokerLine implements Joining.Line, Standings.Line {
    @Override
    public InetAddress localAddressTowards(String host, int port, Duration patience) throws Joining.Unreachable {
        try {
            return JoinLine.localAddressTowards(host, port, patience);
        } catch (JoinLineException e) {
            throw new Joining.Unreachable(String.valueOf(e.getMessage()), e instanceof JoinLineException.Refused, e);
        }
    }

    @Override
    public StandingNote put(StandingNote note, Peer to, Duration patience) throws Joining.Unreachable {
        try {
            String answer = JoinLine.ask(
                    to.host(),
                    to.managementPort(),
                    Queues.JOIN,
                    Queues.joinAnswer(note.nonce()),
                    StandingNote.class.getSimpleName(),
                    Json.write(note),
                    patience);
            return Json.read(answer, StandingNote.class);
        } catch (JoinLineException e) {
            throw new Joining.Unreachable(String.valueOf(e.getMessage()), e instanceof JoinLineException.Refused, e);
        }
    }

    @Override
    public Admission put(JoinDialogue dialogue, String host, int port, Duration patience) throws Joining.Unreachable {
        try {
            String answer =
                    JoinLine.ask(host, port, Queues.JOIN, dialogue.answerQueue(), Json.write(dialogue.ask()), patience);
            return dialogue.conclude(Json.read(answer, JoinAnswer.class));
        } catch (JoinLineException e) {
            throw new Joining.Unreachable(String.valueOf(e.getMessage()), e instanceof JoinLineException.Refused, e);
        }
    }
}
