package io.priok.broker;

import io.priok.message.Queues;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.server.ServerSession;

/**
 * The account of nodes that are in no swarm yet. Its password is known to everybody; a node shows that it may join by the proof
 * inside its message. So the account may put messages on {@link Queues#JOIN}, and receive on a queue of its own whose name nobody
 * can guess, and nothing else.
 */
final class JoinAccount {
    static final String USER = "priok.join";
    static final String PASSWORD = "priok.join";

    /** A name shorter than this could be guessed, and the answer be fetched by somebody else. */
    private static final Pattern ANSWER_QUEUE =
            Pattern.compile(Pattern.quote(Queues.joinAnswer("")) + "[A-Za-z0-9_-]{25,128}");

    private JoinAccount() {}

    static boolean isAnswerQueue(String name) {
        return ANSWER_QUEUE.matcher(name).matches();
    }

    static boolean isGuest(ServerSession session) {
        return USER.equals(session.getUsername());
    }

    /** Whether the account may do this at an address. */
    static boolean may(CheckType action, String address) {
        return switch (action) {
            case SEND -> address.equals(Queues.JOIN);
            case CONSUME, CREATE_NON_DURABLE_QUEUE, DELETE_NON_DURABLE_QUEUE, CREATE_ADDRESS, DELETE_ADDRESS ->
                isAnswerQueue(address);
            case CREATE_DURABLE_QUEUE, DELETE_DURABLE_QUEUE, MANAGE, BROWSE, VIEW, EDIT -> false;
        };
    }
}
