package io.priok.api.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.api.Desk;
import io.priok.api.http.Query;
import io.priok.control.event.ClusterEvent;
import io.priok.control.port.EngineHttp;
import io.priok.control.port.EventStream;
import io.priok.control.query.Filters;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The engine's events and the cluster's in one stream. The engine's own stream also tells when to end: it does so at {@code
 * until}, and with it this one.
 */
@Dependent
public class EventsStream {
    private final Desk desk;
    private final EventStream cluster;
    private final EngineHttp engine;
    private final InstantSource clock;

    @Inject
    public EventsStream(Desk desk, EventStream cluster, EngineHttp engine, InstantSource clock) {
        this.desk = desk;
        this.cluster = cluster;
        this.engine = engine;
        this.clock = clock;
    }

    /** @param query as it was sent, which the engine gets unchanged */
    StreamFilter.Opening prepare(Parameters parameters, @Nullable String query) {
        Filters filters = Query.filters(parameters.text("filters"));
        Instant since = parameters.instant("since");
        Instant until = parameters.instant("until");
        return new StreamFilter.Opening() {
            @Override
            public String contentType() {
                return "application/json";
            }

            @Override
            public byte[] idle() {
                return new byte[] {'\n'};
            }

            @Override
            public void open(Outflow outflow) {
                Instant now = clock.instant();
                Instant last = until == null || until.isAfter(now) ? now : until;
                if (desk.isManager()) {
                    ours(outflow, new EventFilter(filters), since, last, last.equals(now));
                }
                EngineHttp.Streaming engines = engine.stream(
                        "/events" + (query == null ? "" : "?" + query),
                        line -> outflow.offer((line + "\n").getBytes(UTF_8)));
                outflow.from(engines);
                engines.ended().whenComplete((nothing, failure) -> outflow.end());
            }
        };
    }

    /** Subscribing comes before looking back, so that nothing falls between; what comes twice is left out once. */
    private void ours(Outflow outflow, EventFilter filter, @Nullable Instant since, Instant until, boolean live) {
        EventRelay relay = new EventRelay(outflow, filter);
        if (live) {
            outflow.from(cluster.subscribe(relay::live));
        }
        List<ClusterEvent> past = since == null ? List.of() : cluster.between(since, until);
        relay.past(past);
    }
}
