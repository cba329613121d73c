package io.priok.control.port;

import io.priok.control.event.ClusterEvent;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** What happened to the cluster's objects, as this manager applied it. */
public interface EventStream {
    /** What is still remembered from the interval, oldest first; both ends belong to it. */
    List<ClusterEvent> between(Instant since, Instant until);

    /** Calls the sink for each event from now on, in order, from one thread at a time; it must not block. */
    Subscription subscribe(Consumer<ClusterEvent> sink);

    /** Ends on close. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
