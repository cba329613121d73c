package io.priok.control.command;

import io.priok.identity.IdSource;
import io.priok.state.Change;
import io.priok.state.Transaction;
import java.time.InstantSource;
import java.util.List;

/** Writes users' changes up as transactions, valid under any leader. */
public final class Author {
    private static final long ANY_TERM = 0;
    private static final String API = "api";

    private final IdSource ids;
    private final InstantSource clock;

    public Author(IdSource ids, InstantSource clock) {
        this.ids = ids;
        this.clock = clock;
    }

    Transaction transaction(Change... changes) {
        return new Transaction(ids.next(), ANY_TERM, API, clock.instant(), List.of(changes));
    }

    String newId() {
        return ids.next();
    }

    InstantSource clock() {
        return clock;
    }
}
