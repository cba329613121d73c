package io.priok.simulation;

import io.priok.core.dispatch.Dispatch;
import io.priok.core.liveness.Judgement;
import io.priok.core.liveness.NodeLiveness;
import io.priok.core.pass.Decision;
import io.priok.core.pass.Pass;
import io.priok.core.pass.View;
import io.priok.domain.NodeId;
import io.priok.domain.TaskId;
import io.priok.domain.TaskStatus;
import io.priok.image.Application;
import io.priok.image.Image;
import io.priok.image.SeenState;
import io.priok.image.SeenState.Pulse;
import io.priok.message.Assignments;
import io.priok.message.StatusReport.TaskObservation;
import io.priok.state.Change;
import io.priok.state.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A manager: its image lags behind the log, and it leads from the moment it applies its own election to that of another's. */
final class SimManager implements SeenState {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    final NodeId id;
    private final Simulation world;
    private final Pass pass = new Pass();
    private final Map<TaskId, TaskStatus> seen = new HashMap<>();
    private final Map<NodeId, Pulse> pulses = new HashMap<>();
    private Image image = Image.empty();
    private int inboxRead;
    private long term;
    private Dispatch dispatch = new Dispatch(0);
    private NodeLiveness liveness;
    private boolean passPlanned;
    private long commitInFlight;
    private int life;

    boolean up = true;
    boolean cutFromPeers;
    boolean cutFromWorkers;
    long pausedUntil;

    SimManager(NodeId id, Simulation world) {
        this.id = id;
        this.world = world;
        this.liveness = new NodeLiveness(id, PERIOD, world.clock.now());
    }

    boolean leads() {
        return term > 0;
    }

    Image image() {
        return image;
    }

    boolean isPaused() {
        return pausedUntil > world.clock.millis();
    }

    /** True while agents can be connected to its broker and what they say reaches the others. */
    boolean serves() {
        return up && !isPaused() && !cutFromWorkers && !cutFromPeers;
    }

    boolean canCommit() {
        return up && !isPaused() && !cutFromPeers && world.hasMajority();
    }

    /** Comes up to the log's end after a moment; called when there is something new, and now and then. */
    void wake() {
        int born = life;
        world.clock.in(world.clock.between(1, world.clock.chance(0.05) ? 800 : 15), () -> {
            if (born != life || !up) {
                return;
            }
            if (isPaused()) {
                world.clock.in(pausedUntil - world.clock.millis(), this::wake);
                return;
            }
            if (!cutFromPeers) {
                catchUp(world.log.end());
                readInbox();
            }
        });
    }

    private void catchUp(long end) {
        if (image.index() == end) {
            return;
        }
        while (image.index() < end) {
            Application application = world.log.applied(image, image.index() + 1);
            long before = image.term();
            image = application.image();
            if (image.term() != before) {
                term = image.leader().filter(id::equals).isPresent() ? image.term() : 0;
                if (leads()) {
                    beginToLead();
                }
            }
            if (leads() && !application.transitions().isEmpty()) {
                dispatch.increments(image, application.transitions())
                        .forEach(message -> world.toWorker(this, message.nodeId(), worker -> worker.receive(message)));
            }
        }
        if (commitInFlight <= image.index()) {
            commitInFlight = 0;
        }
        planPass(world.clock.between(0, 5));
    }

    private void beginToLead() {
        commitInFlight = 0;
        liveness = new NodeLiveness(id, PERIOD, world.clock.now());
        dispatch = new Dispatch(term);
        image.nodes().forEach(node -> askForReport(node.id()));
        tick(term, life);
    }

    private void askForReport(NodeId node) {
        long asked = term;
        world.toWorker(this, node, worker -> worker.reportNow(asked));
    }

    private void readInbox() {
        boolean news = false;
        for (; inboxRead < world.inbox.size(); inboxRead++) {
            Simulation.Mail mail = world.inbox.get(inboxRead);
            news |= mail.full() || !mail.tasks().isEmpty();
            for (TaskObservation observation : mail.tasks()) {
                seen.merge(
                        observation.taskId(),
                        observation.status(),
                        (old, fresh) -> fresh.supersedes(old) ? fresh : old);
            }
            pulses.put(mail.node(), new Pulse(world.clock.now(), inboxRead, mail.via(), mail.session(), 0, false));
            if (leads() && mail.full()) {
                answer(mail);
            }
        }
        notice();
        if (news) {
            planPass(world.clock.between(0, 5));
        }
    }

    private void answer(Simulation.Mail mail) {
        boolean known = image.node(mail.node()).isPresent();
        if (known) {
            liveness.reported(mail.node(), mail.session(), world.clock.now());
        }
        if (known) {
            send(mail.node(), dispatch.completeSets(image, mail.node()));
        } else {
            sendAway(mail.node());
        }
    }

    private void sendAway(NodeId stranger) {
        if (world.guards.strangersAreTold()) {
            send(stranger, dispatch.nothing(image, stranger));
        }
    }

    private void send(NodeId node, List<Assignments> messages) {
        messages.forEach(message -> world.toWorker(this, node, worker -> worker.receive(message)));
    }

    /** Looks at the pulses in the caches. */
    private void notice() {
        if (!leads()) {
            return;
        }
        List<NodeId> nodes = new ArrayList<>(liveness.removed());
        image.nodes().forEach(node -> nodes.add(node.id()));
        for (NodeId node : nodes) {
            pulse(node)
                    .filter(pulse -> liveness.noticed(node, pulse, world.clock.now()))
                    .ifPresent(pulse -> askForReport(node));
        }
    }

    private void tick(long led, int born) {
        if (led != term || born != life || !up) {
            return;
        }
        if (isPaused()) {
            world.clock.in(pausedUntil - world.clock.millis(), () -> tick(led, born));
            return;
        }
        planPass(0);
        world.clock.in(500, () -> tick(led, born));
    }

    private void planPass(long delay) {
        if (!leads() || passPlanned) {
            return;
        }
        passPlanned = true;
        int born = life;
        world.clock.in(delay, () -> {
            if (born == life) {
                passPlanned = false;
                if (isPaused()) {
                    planPass(pausedUntil - world.clock.millis());
                } else if (up && leads() && commitInFlight == 0) {
                    decide();
                }
            }
        });
    }

    private void decide() {
        Instant now = world.clock.now();
        notice();
        Judgement judgement = liveness.judge(image.nodes(), now);
        judgement.strangers().keySet().forEach(this::sendAway);
        Decision decision = pass.decide(new View(image, this, judgement.changed(), now, world::newId));
        world.invariants.shown(this, image);
        decision.wakeAt().ifPresent(at -> planWake(world.clock.millisUntil(at)));
        if (!decision.isEmpty()) {
            commit(new Transaction(world.newId(), term, id.value(), now, decision.changes()));
        }
    }

    private void planWake(long delay) {
        long led = term;
        world.clock.in(Math.max(1, delay), () -> {
            if (led == term) {
                planPass(0);
            }
        });
    }

    private void commit(Transaction transaction) {
        commitInFlight = Long.MAX_VALUE;
        int born = life;
        long led = term;
        world.clock.in(world.clock.between(1, 30), () -> {
            long index = canCommit() && born == life ? world.append(transaction) : 0;
            commitInFlight = born != life || led != term ? commitInFlight : index;
            if (born == life && led == term && index == 0) {
                world.clock.in(200, () -> planPass(0));
            }
        });
    }

    void runForLeader() {
        if (canCommit()) {
            catchUp(world.log.end());
            Change elect = new Change.Elect(image.term() + 1, id);
            world.append(new Transaction(world.newId(), 0, id.value(), world.clock.now(), List.of(elect)));
        }
    }

    /** What a manager does that has lost its majority for too long. */
    void stepDown() {
        term = 0;
        commitInFlight = 0;
    }

    void crash() {
        up = false;
        life++;
        stepDown();
        passPlanned = false;
        seen.clear();
        pulses.clear();
        world.invariants.restarted(this);
    }

    /** Starts with what is on its disk; what was seen it gets from the others' caches, if any was up. */
    void restart() {
        up = true;
        inboxRead = world.anyOtherUp(this) ? 0 : world.inbox.size();
        wake();
    }

    @Override
    public Optional<TaskStatus> task(TaskId task) {
        return Optional.ofNullable(seen.get(task));
    }

    @Override
    public Optional<Pulse> pulse(NodeId node) {
        return Optional.ofNullable(pulses.get(node));
    }
}
