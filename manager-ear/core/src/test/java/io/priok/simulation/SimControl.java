package io.priok.simulation;

import io.priok.core.dispatch.Dispatch;
import io.priok.core.liveness.Judgement;
import io.priok.core.liveness.NodeLiveness;
import io.priok.core.pass.Decision;
import io.priok.core.pass.Pass;
import io.priok.core.pass.View;
import io.priok.domain.NodeId;
import io.priok.image.Application;
import io.priok.image.Image;
import io.priok.message.Assignments;
import io.priok.simulation.Guards.Guard;
import io.priok.state.Outcome;
import io.priok.state.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the manager does that leads: passes, one batch at a time, and messages to workers. */
final class SimControl {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final long AFTER_FAILURE = 200;

    private final SimManager self;
    private final Simulation world;
    private final Pass pass = new Pass();
    private long term;
    private Dispatch dispatch = new Dispatch(0);
    private NodeLiveness liveness;
    private boolean passPlanned;
    private boolean committing;

    SimControl(SimManager self, Simulation world) {
        this.self = self;
        this.world = world;
        this.liveness = new NodeLiveness(self.id, PERIOD, world.clock.now());
    }

    private boolean leads() {
        return term > 0;
    }

    void begin(long newTerm) {
        term = newTerm;
        committing = false;
        liveness = new NodeLiveness(self.id, PERIOD, world.clock.now());
        dispatch = new Dispatch(term);
        self.image().nodes().forEach(node -> {
            liveness.asked(node.id(), world.clock.now());
            askForReport(node.id());
        });
        tick(term);
        self.wake();
    }

    void end() {
        term = 0;
        passPlanned = false;
    }

    void applied(Application application) {
        Image image = application.image();
        if (leads() && image.term() == term && !application.transitions().isEmpty()) {
            dispatch.increments(image, application.transitions())
                    .forEach(message -> world.toWorker(self, message.nodeId(), worker -> worker.receive(message)));
            planPass(world.clock.between(0, 5));
        }
    }

    private void askForReport(NodeId node) {
        long asked = term;
        world.toWorker(self, node, worker -> worker.reportNow(asked));
    }

    /** An agent said all that it has: it gets all that it is to have. */
    private void reported(Simulation.Mail mail) {
        if (self.image().node(mail.node()).isPresent()) {
            liveness.reported(mail.node(), mail.session(), world.clock.now());
            send(mail.node(), dispatch.completeSets(self.image(), mail.node()));
        } else {
            sendAway(mail.node());
        }
    }

    private void sendAway(NodeId stranger) {
        if (world.guards.has(Guard.WORD_TO_STRANGERS)) {
            send(stranger, dispatch.nothing(self.image(), stranger));
        }
    }

    private void send(NodeId node, List<Assignments> messages) {
        messages.forEach(message -> world.toWorker(self, node, worker -> worker.receive(message)));
    }

    /** The caches were looked at. Full reports wait in a queue until somebody who takes itself for the leader reads them. */
    void looked(boolean news) {
        while (leads() && !world.forLeader.isEmpty()) {
            reported(world.forLeader.remove());
        }
        notice();
        if (news) {
            planPass(world.clock.between(0, 5));
        }
    }

    private void notice() {
        if (!leads()) {
            return;
        }
        List<NodeId> nodes = new ArrayList<>(liveness.removed());
        self.image().nodes().forEach(node -> nodes.add(node.id()));
        for (NodeId node : nodes) {
            self.pulse(node)
                    .filter(pulse -> liveness.noticed(node, pulse, world.clock.now()))
                    .ifPresent(pulse -> askForReport(node));
        }
    }

    private void tick(long led) {
        if (led == term) {
            planPass(0);
            self.in(500, () -> tick(led));
        }
    }

    private void planPass(long delay) {
        long led = term;
        if (!leads() || passPlanned) {
            return;
        }
        passPlanned = true;
        self.in(delay, () -> {
            if (led == term) {
                passPlanned = false;
                if (!committing) {
                    decide();
                }
            }
        });
    }

    private void decide() {
        Instant now = world.clock.now();
        Image image = self.image();
        notice();
        Judgement judgement = liveness.judge(image.nodes(), now);
        judgement.strangers().keySet().forEach(this::sendAway);
        Decision decision = pass.decide(new View(image, self, judgement.changed(), now, world::newId));
        world.invariants.shown(self, image);
        decision.wakeAt().ifPresent(at -> planWake(world.clock.millisUntil(at)));
        if (!decision.isEmpty()) {
            committing = true;
            commit(term, new Transaction(world.newId(), term, self.id.value(), now, decision.changes()));
        }
    }

    private void planWake(long delay) {
        long led = term;
        self.in(Math.max(1, delay), () -> {
            if (led == term) {
                planPass(0);
            }
        });
    }

    /** A failure leaves open whether the batch is or will be in the log, so the same one is committed again until that is known. */
    private void commit(long led, Transaction batch) {
        self.submit(batch, new Submission.Author() {
            @Override
            public void done(long index, Outcome outcome) {
                if (led == term) {
                    committing = false;
                    planPass(outcome instanceof Outcome.Refused ? AFTER_FAILURE : 0);
                }
            }

            @Override
            public void failed(boolean certainlyNot) {
                self.in(AFTER_FAILURE, () -> {
                    if (led == term) {
                        commit(led, batch);
                    }
                });
            }
        });
    }
}
