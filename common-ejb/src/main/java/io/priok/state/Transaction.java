package io.priok.state;

import io.priok.domain.spec.Copies;
import java.time.Instant;
import java.util.List;

/**
 * A batch of changes that are applied all or not at all: one entry of the log.
 *
 * @param id unique; an entry that comes twice is applied once
 * @param term 0 for a user's write, which is valid under any leader; else the term of the leader that decided it, and then void under any other
 * @param author for the record: a node id, or {@code api}
 * @param at becomes createdAt and updatedAt of what it changes
 */
public record Transaction(String id, long term, String author, Instant at, List<Change> changes) {
    public Transaction {
        id = Copies.text(id);
        author = Copies.text(author);
        changes = Copies.list(changes);
    }
}
