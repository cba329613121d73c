package io.priok.agent.joining;

import io.priok.message.JoinAnswer;
import io.priok.message.JoinAsk;
import java.net.InetAddress;

/** The way of a node that is in no swarm to a manager: one question, one answer. Blocks for a few seconds at most. */
public interface Line {
    /** The address of this host from which the manager is reached. */
    InetAddress localAddressTowards(Target manager) throws Unreachable;

    /** @param answerQueue where the answer is to come */
    JoinAnswer ask(Target manager, JoinAsk ask, String answerQueue) throws Unreachable;

    /** No answer came. */
    final class Unreachable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unreachable(String message) {
            super(message);
        }

        public Unreachable(Throwable cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }
}
