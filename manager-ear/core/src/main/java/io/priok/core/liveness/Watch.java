package io.priok.core.liveness;

import io.priok.domain.AgentId;
import io.priok.domain.NodeId;
import io.priok.image.SeenState.Pulse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a leader holds of one node. */
final class Watch {
    static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final Rhythm rhythm = new Rhythm();
    /** From when on the node's silence counts; its last sign of life, or later where it could not be heard. */
    private Instant silentSince;

    private @Nullable Instant heard;
    private @Nullable Instant lostAt;
    private @Nullable Instant asked;
    private @Nullable Pulse pulse;
    private @Nullable String session;
    private @Nullable Instant reportedAt;
    private boolean excused;
    private boolean news;
    private @Nullable AgentId agent;

    Watch(Instant now) {
        this.silentSince = now;
    }

    /** A pulse that was seen before is no news. */
    void noticed(Pulse given) {
        Pulse before = pulse;
        if (before != null && before.mark() == given.mark() && before.session().equals(given.session())) {
            return;
        }
        if (before == null || excused || !before.via().equals(given.via())) {
            rhythm.interrupt();
        }
        rhythm.beat(given.heard());
        pulse = given;
        alive(given.heard(), before == null);
    }

    /** @param first true for the first evidence of the reign, which may be older than the reign and counts as of then */
    private void alive(Instant at, boolean first) {
        silentSince = first && heard == null ? at : later(silentSince, at);
        heard = heard == null ? at : later(heard, at);
        excused = false;
        news = true;
        if (lostAt != null && at.isAfter(lostAt)) {
            lostAt = null;
        }
    }

    void reported(String given, Instant now) {
        session = given;
        reportedAt = now;
        alive(now, false);
    }

    void asked(Instant now) {
        asked = now;
    }

    /** True when it is time to ask for a full report, the node being such that one is needed. */
    boolean askNow(Instant now) {
        if (asked != null && now.isBefore(asked.plus(ASK_AGAIN))) {
            return false;
        }
        asked = now;
        return true;
    }

    boolean isReported() {
        return session != null;
    }

    /** True when the agent that beats has to say what it has: it has not yet, or has restarted since. */
    boolean needsReport(Instant now, Duration period) {
        Pulse last = pulse;
        if (last == null
                || last.leaving()
                || last.heard().plus(NodeLiveness.oneAndAHalf(period)).isBefore(now)) {
            return false;
        }
        boolean older = reportedAt != null && !last.heard().isAfter(reportedAt);
        return session == null || !(older || session.equals(last.session()));
    }

    /** What the node reports and how regularly it beats is as open as in the beginning, should it return. */
    void down() {
        session = null;
        rhythm.forget();
    }

    boolean isLeaving() {
        return pulse != null && pulse.leaving();
    }

    @Nullable
    NodeId via() {
        return pulse == null ? null : pulse.via();
    }

    @Nullable
    Instant heard() {
        return heard;
    }

    void connectionLost(Instant now) {
        lostAt = now;
    }

    void forgetRhythm() {
        rhythm.forget();
    }

    /** The leader did not listen for that long: silence began that much later. */
    void leaderWasAway(Duration away, Instant now) {
        Instant shifted = silentSince.plus(away);
        silentSince = shifted.isAfter(now) ? now : shifted;
        rhythm.interrupt();
    }

    /** The node has to find another manager; for that it has time, once. */
    void excuse(Instant now) {
        if (!excused) {
            excused = true;
            silentSince = later(silentSince, now);
        }
    }

    /** When the node is down if nothing more is heard of it. */
    Instant deadline(Duration period) {
        Duration shortest = period.multipliedBy(NodeLiveness.GRACE);
        Duration longest = shortest.multipliedBy(NodeLiveness.STRETCH);
        Duration grace = rhythm.longest().multipliedBy(2);
        grace = grace.compareTo(shortest) < 0 ? shortest : grace.compareTo(longest) > 0 ? longest : grace;
        Instant deadline = silentSince.plus(grace);
        Instant lost = lostAt == null ? null : lostAt.plus(period);
        return lost != null && lost.isBefore(deadline) ? lost : deadline;
    }

    void agent(AgentId given) {
        agent = given;
    }

    /** Who beats for a node that is not there any more; empty when it has not beaten since the last call. */
    @Nullable
    AgentId stranger() {
        boolean beats = news && !isLeaving();
        news = false;
        return beats ? agent : null;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
