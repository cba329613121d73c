package io.priok.agent.joining;

import io.priok.agent.Timers;
import io.priok.agent.joining.Line.Unreachable;
import io.priok.domain.AgentId;
import io.priok.domain.Refusal;
import io.priok.domain.spec.NodeSpec.Availability;
import io.priok.identity.IdSource;
import io.priok.join.JoinDialogue;
import io.priok.json.MalformedJson;
import io.priok.message.Admission;
import io.priok.message.Joiner;
import io.priok.state.StateFormat;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Joins by configuration, and tries until it is let in: managers that are not there yet are asked again soon, one that refuses is
 * asked again rarely, because a token that is wrong now may be right after a rotation. Does nothing on a server that has a place.
 */
public final class SelfJoin {
    private static final System.Logger LOG = System.getLogger(SelfJoin.class.getName());
    static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    static final Duration LAST_RETRY = Duration.ofSeconds(10);
    static final Duration AFTER_REFUSAL = Duration.ofSeconds(30);

    private final String token;
    private final List<Target> managers;
    private final AgentId agent;
    private final String hostname;
    private final Line line;
    private final Place place;
    private final IdSource nonces;
    private final Executor executor;
    private final Timers timers;

    /** The same for all asks of an attempt, so that a node whose answer was lost is not let in twice. */
    private String nonce;

    private Duration retry = FIRST_RETRY;
    private volatile boolean stopped;

    /**
     * @param hostname until the engine has said its own
     * @param executor runs what blocks on the network
     */
    public SelfJoin(
            String token,
            List<Target> managers,
            AgentId agent,
            String hostname,
            Line line,
            Place place,
            IdSource nonces,
            Executor executor,
            Timers timers) {
        this.token = token;
        this.managers = List.copyOf(managers);
        this.agent = agent;
        this.hostname = hostname;
        this.line = line;
        this.place = place;
        this.nonces = nonces;
        this.executor = executor;
        this.timers = timers;
        this.nonce = nonces.next();
    }

    /** Returns at once. */
    public void begin() {
        executor.execute(this::attempt);
    }

    public void stop() {
        stopped = true;
    }

    /** One at a time: the next is set off by the end of the one before. */
    private void attempt() {
        if (stopped) {
            return;
        }
        Duration pause = LAST_RETRY;
        try {
            if (!place.isVacant() || askAll()) {
                return;
            }
            pause = retry;
            Duration doubled = retry.multipliedBy(2);
            retry = doubled.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : doubled;
        } catch (Refusal e) {
            LOG.log(System.Logger.Level.ERROR, "PRIOK0281E: this node is not let into the swarm: {0}", e.text());
            pause = AFTER_REFUSAL;
            nonce = nonces.next();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "PRIOK0282E: joining the swarm failed; it is tried again", e);
        }
        timers.after(pause, this::begin);
    }

    private boolean askAll() {
        for (Target manager : managers) {
            try {
                ask(manager);
                return true;
            } catch (Unreachable | MalformedJson e) {
                LOG.log(
                        retry.equals(FIRST_RETRY) ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                        "PRIOK0280W: manager {0} does not answer: {1}",
                        manager,
                        e.getMessage());
            }
        }
        return false;
    }

    private void ask(Target manager) throws Unreachable {
        String address = line.localAddressTowards(manager).getHostAddress();
        JoinDialogue dialogue = JoinDialogue.begin(
                token, new Joiner(agent, hostname, address, Availability.ACTIVE, false, StateFormat.FIRST), nonce);
        Admission admission = dialogue.conclude(line.ask(manager, dialogue.ask(), dialogue.answerQueue()));
        place.take(admission, address);
        LOG.log(System.Logger.Level.INFO, "PRIOK0283I: joined a swarm by manager {0}", manager);
    }
}
