package io.priok.simulation.scope;

import io.priok.simulation.scope.Member.Entry;
import io.priok.simulation.scope.Search.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;

/**
 * Members of a log and all that they ever sent.
 *
 * @param failures power failures that may still come
 * @param committed what any leader took for committed, in order
 */
record Cluster(
        Rules rules, List<Member> members, PSet<Message> messages, int failures, List<Entry> committed, String bad)
        implements Search.State<Cluster> {
    /**
     * What is forced to disk when, and how many are a majority.
     *
     * @param ownVoteForced before a leader writes, the vote that it gave itself; else with its first entry
     * @param votesForced before they are answered
     * @param entriesForced before a follower says that it has them, and before a leader counts itself
     */
    record Rules(
            int terms, int entries, int majority, boolean ownVoteForced, boolean votesForced, boolean entriesForced) {}

    private static final int SIZE = 3;

    sealed interface Message {
        int term();
    }

    record Ask(int term, int candidate, int lastTerm, int length) implements Message {}

    record Vote(int term, int candidate, int voter) implements Message {}

    record Append(int term, int leader, List<Entry> log) implements Message {}

    record Held(int term, int by, int length) implements Message {}

    /** Somebody has to stand first; whom the numbers call the first is all the same. */
    static Cluster start(Rules rules, int failures) {
        Cluster nothing = new Cluster(
                rules, List.of(Member.NEW, Member.NEW, Member.NEW), HashTreePSet.empty(), failures, List.of(), "");
        return nothing.replaced(0, Member.NEW.standing(1)).sent(new Ask(1, 1, 0, 0));
    }

    @Override
    public Optional<String> wrong() {
        return Optional.of(bad).filter(text -> !text.isEmpty());
    }

    @Override
    public List<Step<Cluster>> steps() {
        List<Step<Cluster>> steps = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            byItself(i, members.get(i), steps);
            for (Message message : messages) {
                if (message.term() >= members.get(i).term()) {
                    hear(i, message, steps);
                }
            }
        }
        return steps;
    }

    private void byItself(int i, Member member, List<Step<Cluster>> steps) {
        if (!member.leads() && member.term() < rules.terms()) {
            Member next = member.standing(i + 1);
            Ask ask = new Ask(next.term(), i + 1, next.lastTerm(), next.log().size());
            add(steps, i, "stands in term " + next.term(), next, ask);
        }
        if (member.leads() && member.log().size() < rules.entries()) {
            Member next = member.with(new Entry(member.term(), i + 1));
            add(steps, i, "writes entry " + next.log().size(), next, new Append(next.term(), i + 1, next.log()));
        }
        if (member.leads() && member.forced() < member.log().size()) {
            add(steps, i, "forces its log", member.allForced(), null);
        }
        if (failures > 0) {
            Cluster next = replaced(i, member.withoutPower());
            steps.add(new Step<>(
                    i + 1 + " loses power", new Cluster(rules, next.members, messages, failures - 1, committed, bad)));
        }
        commit(i, member, steps);
    }

    private void hear(int i, Message message, List<Step<Cluster>> steps) {
        Member member = members.get(i).inTerm(message.term());
        if (message instanceof Ask ask) {
            boolean free = member.vote() == 0 || member.vote() == ask.candidate();
            if (ask.candidate() != i + 1 && free && member.isBehind(ask.lastTerm(), ask.length())) {
                Member next = member.votedFor(ask.candidate());
                Vote vote = new Vote(ask.term(), ask.candidate(), i + 1);
                add(steps, i, "votes for " + vote, rules.votesForced() ? next.ballotForced() : next, vote);
            }
        } else if (message instanceof Vote vote) {
            if (vote.candidate() == i + 1 && member.stands()) {
                add(steps, i, "hears " + vote, counted(member.electedBy(vote.voter())), null);
            }
        } else if (message instanceof Append append && append.leader() != i + 1 && !member.leads()) {
            Member next = member.following(append.log());
            Held held = new Held(append.term(), i + 1, append.log().size());
            Cluster after =
                    replaced(i, rules.entriesForced() ? next.allForced() : next).sent(held);
            boolean same = next.log().subList(0, append.log().size()).equals(append.log());
            steps.add(new Step<>(
                    i + 1 + " takes " + append,
                    same ? after : after.with(i + 1 + " holds other entries than it says")));
        }
    }

    private Member counted(Member candidate) {
        if (Integer.bitCount(candidate.votes()) < rules.majority()) {
            return candidate;
        }
        return rules.ownVoteForced() ? candidate.leading().ballotForced() : candidate.leading();
    }

    private void commit(int i, Member member, List<Step<Cluster>> steps) {
        int held = rules.entriesForced() ? member.forced() : member.log().size();
        for (int length = committed.size(); member.leads() && length <= held; length++) {
            int at = length;
            long others = messages.stream()
                    .filter(message -> message instanceof Held by
                            && by.term() == member.term()
                            && by.by() != i + 1
                            && by.length() >= at)
                    .map(message -> ((Held) message).by())
                    .distinct()
                    .count();
            if (length > 0
                    && others + 1 >= rules.majority()
                    && member.log().get(length - 1).term() == member.term()) {
                List<Entry> now = List.copyOf(member.log().subList(0, length));
                boolean forked = !now.subList(0, committed.size()).equals(committed);
                steps.add(new Step<>(
                        i + 1 + " commits " + now,
                        new Cluster(
                                rules, members, messages, failures, now, forked ? "forked: was " + committed : bad)));
            }
        }
    }

    private void add(List<Step<Cluster>> steps, int i, String what, Member next, Message sent) {
        Cluster after = replaced(i, next);
        steps.add(new Step<>(i + 1 + " " + what, sent == null ? after : after.sent(sent)));
    }

    private Cluster replaced(int i, Member next) {
        List<Member> all = new ArrayList<>(members);
        all.set(i, next);
        return new Cluster(rules, List.copyOf(all), messages, failures, committed, bad);
    }

    /** Messages of a term that every member has on its disk to be over are heard by nobody. */
    private Cluster sent(Message message) {
        int over = members.stream().mapToInt(Member::forcedTerm).min().orElseThrow();
        PSet<Message> all = messages.plus(message);
        for (Message each : all) {
            all = each.term() < over ? all.minus(each) : all;
        }
        return new Cluster(rules, members, all, failures, committed, bad);
    }

    private Cluster with(String trouble) {
        return new Cluster(rules, members, messages, failures, committed, trouble);
    }
}
