package io.priok.runtime;

import static io.priok.message.Queues.KIND;

import io.priok.broker.Body;
import io.priok.broker.BrokerException;
import io.priok.broker.Delivery;
import io.priok.broker.EmbeddedBroker;
import io.priok.broker.QueueConsumer;
import io.priok.json.Json;
import io.priok.message.FullReport;
import io.priok.message.ManagerReady;
import io.priok.message.Queues;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What managers have to say to the one that leads. Only that one listens, so the brokers bring it there. */
final class LeaderMail implements Leadership.Reign {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderMail.class);

    private final EmbeddedBroker broker;
    private final ThreadFactory threads;
    private final Consumer<FullReport> reports;
    private final Consumer<ManagerReady> ready;
    private @Nullable QueueConsumer consumer;

    LeaderMail(
            EmbeddedBroker broker, ThreadFactory threads, Consumer<FullReport> reports, Consumer<ManagerReady> ready) {
        this.broker = broker;
        this.threads = threads;
        this.reports = reports;
        this.ready = ready;
    }

    @Override
    public void begin(long term) {
        consumer = broker.consume(Queues.LEADER, this::take, threads);
    }

    @Override
    public void end() {
        QueueConsumer open = consumer;
        consumer = null;
        if (open != null) {
            open.close();
        }
    }

    private void take(Delivery delivery) {
        if (!(delivery.body() instanceof Body.Text text)) {
            throw new IllegalArgumentException("mail for the leader that is not text");
        }
        String kind = delivery.properties().getOrDefault(KIND, "");
        switch (kind) {
            case "FullReport" -> reports.accept(Json.read(text.value(), FullReport.class));
            case "ManagerReady" -> ready.accept(Json.read(text.value(), ManagerReady.class));
            default -> throw new IllegalArgumentException("mail of unknown kind '" + kind + "' for the leader");
        }
    }

    /** Sent from any manager. What is lost is asked for, or said, again. */
    void send(Record message) {
        try {
            broker.sender()
                    .send(
                            Queues.LEADER,
                            Json.write(message),
                            Map.of(KIND, message.getClass().getSimpleName()));
        } catch (BrokerException e) {
            LOG.warn(
                    "PRIOK3041W: {} not sent to the leader: {}",
                    message.getClass().getSimpleName(),
                    e.getMessage());
        }
    }
}
