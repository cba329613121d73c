package io.priok.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.log.LogException.Kind;
import io.priok.log.LogStatus.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What every {@link ReplicatedLog} does, whatever carries it. Tests mostly wait, so they run side by side. */
@Execution(ExecutionMode.CONCURRENT)
public abstract class ReplicatedLogContract {
    protected static final Duration SOON = Duration.ofSeconds(20);

    private final List<ReplicatedLog> opened = new ArrayList<>();

    protected abstract LogMember member(String id);

    protected abstract ReplicatedLog bootstrap(LogMember self, StateMachine state) throws Exception;

    protected abstract ReplicatedLog join(LogMember self, StateMachine state) throws Exception;

    @AfterEach
    void closeAll() {
        opened.forEach(ReplicatedLog::close);
    }

    protected final ReplicatedLog first(String id, StateMachine state) throws Exception {
        ReplicatedLog log = opened(bootstrap(member(id), state));
        Eventually.await(id + " leads", SOON, () -> log.status().role() == Role.LEADER);
        return log;
    }

    protected final ReplicatedLog joining(String id, StateMachine state) throws Exception {
        return opened(join(member(id), state));
    }

    protected final ReplicatedLog opened(ReplicatedLog log) {
        opened.add(log);
        return log;
    }

    protected static Appended append(ReplicatedLog log, String entry) throws Exception {
        return log.append(bytes(entry)).get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    protected static Kind failureOf(CompletableFuture<?> future) {
        try {
            future.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            Throwable cause = e;
            while (cause != null) {
                if (cause instanceof LogException failure) {
                    return failure.kind();
                }
                cause = cause.getCause();
            }
            throw new AssertionError("not a LogException", e);
        }
        throw new AssertionError("did not fail");
    }

    @Test
    void appliesEntriesInTheOrderTheyWereAcknowledged() throws Exception {
        Journal state = new Journal();
        ReplicatedLog log = first("a", state);

        long last = 0;
        for (int i = 0; i < 20; i++) {
            Appended appended = append(log, "e" + i);
            assertThat(appended.index()).isGreaterThan(last);
            last = appended.index();
        }

        assertThat(state.entries()).hasSize(20).startsWith("e0", "e1").endsWith("e19");
        assertThat(log.status().appliedIndex()).isGreaterThanOrEqualTo(last);
        assertThat(log.status().commitIndex()).isGreaterThanOrEqualTo(last);
    }

    @Test
    void answersWithWhatTheStateMachineReturned() throws Exception {
        ReplicatedLog log = first("a", new Journal());

        assertThat(append(log, "x").result()).isEqualTo(bytes("ok x"));
        assertThat(append(log, "x").result()).isEqualTo(bytes("again x"));
    }

    @Test
    void acceptsManyAppendsAtOnce() throws Exception {
        Journal state = new Journal();
        ReplicatedLog log = first("a", state);

        List<CompletableFuture<Appended>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(log.append(bytes("e" + i)));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);

        assertThat(state.size()).isEqualTo(200);
        assertThat(all.stream().map(done -> done.join().index()).distinct()).hasSize(200);
    }

    @Test
    void doesNotSeeLaterChangesToTheCallersArray() throws Exception {
        Journal state = new Journal();
        ReplicatedLog log = first("a", state);

        byte[] entry = bytes("first");
        CompletableFuture<Appended> appended = log.append(entry);
        entry[0] = 'X';
        appended.get(10, TimeUnit.SECONDS);

        assertThat(state.entries()).containsExactly("first");
    }

    @Test
    void refusesAnEntryOverTheLimitAndAnEmptyOne() throws Exception {
        ReplicatedLog log = first("a", new Journal());

        assertThat(failureOf(log.append(new byte[0]))).isEqualTo(Kind.REFUSED);
        assertThat(failureOf(log.append(new byte[(4 << 20) + 1]))).isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void readBarrierReachesEverythingAcknowledged() throws Exception {
        ReplicatedLog a = first("a", new Journal());
        Journal state = new Journal();
        ReplicatedLog b = joining("b", state);
        a.setMembers(List.of(member("a"), member("b"))).get(40, TimeUnit.SECONDS);

        for (int i = 0; i < 20; i++) {
            long index = append(a, "e" + i).index();
            assertThat(b.readBarrier().get(10, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(index);
            assertThat(state.entries()).contains("e" + i);
        }
    }

    @Test
    void theLeaderAloneKnowsThatItIsCurrent() throws Exception {
        ReplicatedLog a = first("a", new Journal());
        ReplicatedLog b = joining("b", new Journal());
        a.setMembers(List.of(member("a"), member("b"))).get(40, TimeUnit.SECONDS);

        Eventually.await("the leader is current after a barrier", SOON, () -> {
            a.readBarrier().join();
            return a.isCurrent();
        });
        b.readBarrier().get(10, TimeUnit.SECONDS);
        assertThat(b.isCurrent()).isFalse();
    }

    @Test
    void appendsFromAMemberThatDoesNotLeadAndReadsItsOwnWrite() throws Exception {
        Journal stateOfA = new Journal();
        ReplicatedLog a = first("a", stateOfA);
        Journal stateOfB = new Journal();
        ReplicatedLog b = joining("b", stateOfB);
        a.setMembers(List.of(member("a"), member("b"))).get(40, TimeUnit.SECONDS);

        for (int i = 0; i < 20; i++) {
            assertThat(append(b, "e" + i).result()).isEqualTo(bytes("ok e" + i));
            assertThat(stateOfB.entries()).contains("e" + i);
        }
        Eventually.await("both applied the same", SOON, () -> stateOfA.digest().equals(stateOfB.digest()));
    }

    @Test
    void aNewMemberReceivesWhatWasThereBefore() throws Exception {
        ReplicatedLog a = first("a", new Journal());
        append(a, "early");
        Journal state = new Journal();
        ReplicatedLog b = joining("b", state);
        assertThat(b.status().role()).isEqualTo(Role.OUTSIDE);

        a.setMembers(List.of(member("a"), member("b"))).get(40, TimeUnit.SECONDS);

        Eventually.await("b has the entry", SOON, () -> state.entries().contains("early"));
        assertThat(a.status().members()).containsExactly(member("a"), member("b"));
        Eventually.await("b follows", SOON, () -> b.status().role() == Role.FOLLOWER);
    }

    @Test
    void aRemovedMemberStandsOutsideAndTheRestGoOn() throws Exception {
        ReplicatedLog a = first("a", new Journal());
        ReplicatedLog b = joining("b", new Journal());
        a.setMembers(List.of(member("a"), member("b"))).get(40, TimeUnit.SECONDS);

        a.setMembers(List.of(member("a"))).get(40, TimeUnit.SECONDS);
        b.close();

        assertThat(append(a, "alone").result()).isEqualTo(bytes("ok alone"));
        assertThat(a.status().members()).containsExactly(member("a"));
    }

    @Test
    void handsLeadershipOver() throws Exception {
        ReplicatedLog a = first("a", new Journal());
        ReplicatedLog b = joining("b", new Journal());
        a.setMembers(List.of(member("a"), member("b"))).get(40, TimeUnit.SECONDS);
        ConcurrentLinkedQueue<LogStatus> told = new ConcurrentLinkedQueue<>();
        b.onRoleChange(told::add);
        long term = b.status().term();

        a.transferLeadership("b").get(40, TimeUnit.SECONDS);

        Eventually.await("b leads", SOON, () -> b.status().role() == Role.LEADER);
        assertThat(b.status().term()).isGreaterThan(term);
        Eventually.await("the listener heard of it", SOON, () -> told.stream().anyMatch(s -> s.role() == Role.LEADER));
        assertThat(append(a, "x").result()).isEqualTo(bytes("ok x"));
    }

    @Test
    void refusesToHandLeadershipToAStranger() throws Exception {
        ReplicatedLog a = first("a", new Journal());

        assertThat(failureOf(a.transferLeadership("nobody"))).isEqualTo(Kind.REFUSED);
    }

    @Test
    void withoutAMajorityNothingIsAcknowledged() throws Exception {
        Journal state = new Journal();
        ReplicatedLog a = first("a", state);
        ReplicatedLog b = joining("b", new Journal());
        a.setMembers(List.of(member("a"), member("b"))).get(40, TimeUnit.SECONDS);
        b.close();

        assertThat(failureOf(a.append(bytes("lost")))).isIn(Kind.NO_LEADER, Kind.UNKNOWN);
        assertThat(failureOf(a.readBarrier())).isEqualTo(Kind.NO_LEADER);
        assertThat(state.entries()).isEmpty();
        assertThat(a.status().role()).isNotEqualTo(Role.LEADER);
    }

    @Test
    void snapshotCoversWhatWasApplied() throws Exception {
        ReplicatedLog log = first("a", new Journal());
        long index = append(log, "x").index();

        assertThat(log.snapshot().get(10, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(index);
    }

    @Test
    void aStateThatAlreadyHoldsSomethingIsContinuedAndHandedOn() throws Exception {
        Journal before = new Journal();
        before.apply(41, bytes("old"));
        ReplicatedLog a = first("a", before);

        assertThat(append(a, "new").index()).isGreaterThan(41);
        Journal state = new Journal();
        joining("b", state);
        a.setMembers(List.of(member("a"), member("b"))).get(40, TimeUnit.SECONDS);

        Eventually.await("b has both", SOON, () -> state.entries().equals(List.of("old", "new")));
    }

    @Test
    void aStateMachineThatThrowsStopsItsMember() throws Exception {
        Journal state = new Journal();
        ReplicatedLog log = first("a", state);

        assertThat(failureOf(log.append(bytes("poison")))).isIn(Kind.APPLY_FAILED, Kind.UNKNOWN);
        Eventually.await("stopped", SOON, () -> log.status().role() == Role.STOPPED);
        assertThat(failureOf(log.append(bytes("after")))).isEqualTo(Kind.APPLY_FAILED);
        assertThat(state.entries()).isEmpty();
    }

    @Test
    void aClosedLogRefusesEverything() throws Exception {
        ReplicatedLog log = first("a", new Journal());
        log.close();
        log.close();

        assertThat(failureOf(log.append(bytes("x")))).isEqualTo(Kind.CLOSED);
        assertThat(failureOf(log.readBarrier())).isEqualTo(Kind.CLOSED);
        assertThat(failureOf(log.snapshot())).isEqualTo(Kind.CLOSED);
        assertThat(failureOf(log.setMembers(List.of(member("a"))))).isEqualTo(Kind.CLOSED);
        assertThat(log.status().role()).isEqualTo(Role.STOPPED);
        assertThatThrownBy(() -> log.append(bytes("x")).join()).isInstanceOf(CompletionException.class);
    }
}
