package io.priok.runtime;

import io.priok.core.role.RaftView;
import io.priok.core.role.RoleStep;
import io.priok.core.role.Roles;
import io.priok.domain.NodeId;
import io.priok.image.ClusterState;
import io.priok.log.LogMember;
import io.priok.log.LogStatus;
import io.priok.log.ReplicatedLog;
import io.priok.message.ManagerReady;
import io.priok.message.ManagerSecrets.Peer;
import io.priok.state.Change;
import io.priok.state.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While this manager leads, brings the log's group in step with the managers in the state, one step at a time: the next one is decided
 * anew when the last has ended, well or not.
 */
final class RoleKeeper implements Leadership.Reign {
    private static final Logger LOG = LoggerFactory.getLogger(RoleKeeper.class);

    private final NodeId self;
    private final ReplicatedLog log;
    private final ClusterState state;
    private final Environment environment;
    private final SerialExecutor control;
    /** Those that a warning was written about. */
    private final Set<NodeId> tooOld = new HashSet<>();

    private long term;
    private boolean stepping;

    RoleKeeper(NodeId self, ReplicatedLog log, ClusterState state, Environment environment, SerialExecutor control) {
        this.self = self;
        this.log = log;
        this.state = state;
        this.environment = environment;
        this.control = control;
    }

    @Override
    public void begin(long newTerm) {
        term = newTerm;
        stepping = false;
        look();
    }

    @Override
    public void end() {
        term = 0;
    }

    /** A new manager says that it is there. It is registered first: from then on the state says that it belongs to the group. */
    void ready(ManagerReady ready) {
        control.execute(() -> {
            if (term != 0) {
                warnOfAge(ready);
                Roles.register(state.image(), ready).ifPresent(change -> commit(List.of(change)));
            }
        });
    }

    private void warnOfAge(ManagerReady ready) {
        int inForce = state.image().format();
        if (ready.endpoint().format() < inForce && tooOld.add(ready.nodeId())) {
            LOG.warn(
                    "PRIOK3062W: {} is not taken in as a manager: its server knows formats of the state up to {}, and {} is in force;"
                            + " install the version that the other managers run",
                    ready.nodeId(),
                    ready.endpoint().format(),
                    inForce);
        }
    }

    /** Takes the next step if there is one. To be called now and then, on the control executor. */
    void look() {
        if (term == 0 || stepping) {
            return;
        }
        RoleStep step = Roles.next(
                state.image(), view(), state.seen(), environment.clock().instant());
        if (step instanceof RoleStep.Nothing) {
            return;
        }
        LOG.info("PRIOK3060I: managers: {}", step);
        stepping = true;
        long of = term;
        take(step)
                .whenComplete((done, failure) -> control.execute(() -> {
                    if (failure != null) {
                        LOG.warn("PRIOK3061W: {} failed, decided anew: {}", step, failure.getMessage());
                    }
                    if (term == of) {
                        stepping = false;
                        if (failure == null) {
                            look();
                        }
                    }
                }));
    }

    private CompletionStage<?> take(RoleStep step) {
        if (step instanceof RoleStep.SetMembers set) {
            return log.setMembers(members(set.members()));
        }
        if (step instanceof RoleStep.TransferLeadership transfer) {
            return log.transferLeadership(transfer.to().value());
        }
        if (step instanceof RoleStep.RaiseFormat raise) {
            return commit(Roles.raise(state.image(), raise.format()).stream().toList());
        }
        if (step instanceof RoleStep.Renew renew) {
            return commit(Roles.renew(state.image(), renew.node()).stream().toList());
        }
        if (step instanceof RoleStep.Unregister unregister) {
            return commit(
                    Roles.unregister(state.image(), unregister.node()).stream().toList());
        }
        throw new IllegalArgumentException("not a step to take: " + step);
    }

    private CompletionStage<?> commit(List<Change> changes) {
        return state.commit(new Transaction(
                environment.ids().next(),
                term,
                self.value(),
                environment.clock().instant(),
                changes));
    }

    private RaftView view() {
        LogStatus status = log.status();
        Set<NodeId> members =
                status.members().stream().map(member -> new NodeId(member.id())).collect(Collectors.toSet());
        return new RaftView(self, members, status.role() == LogStatus.Role.LEADER);
    }

    /** Members that stay are named as the log knows them; new ones as the state does. */
    private List<LogMember> members(Set<NodeId> wanted) {
        Map<String, LogMember> known = new LinkedHashMap<>();
        for (Peer peer : Peers.of(state.image())) {
            known.put(peer.nodeId(), Peers.logMember(peer));
        }
        log.status().members().forEach(member -> known.put(member.id(), member));
        List<LogMember> members = new ArrayList<>();
        for (NodeId id : wanted) {
            members.add(java.util.Objects.requireNonNull(known.get(id.value()), () -> "no address of manager " + id));
        }
        return members;
    }
}
