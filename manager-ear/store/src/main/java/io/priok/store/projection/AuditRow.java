package io.priok.store.projection;

import java.time.Instant;

/**
 * Who wrote what.
 *
 * @param term 0 for a user's write
 * @param outcome {@code applied}, or {@code refused} for the reason given
 * @param changes for people to read
 */
public record AuditRow(
        long index,
        String transactionId,
        String author,
        long term,
        Instant at,
        String outcome,
        String reason,
        String changes) {
    static AuditRow of(AuditEntity row) {
        return new AuditRow(
                row.logIndex,
                row.transactionId,
                row.author,
                row.term,
                row.writtenAt,
                row.outcome,
                row.reason,
                row.changes);
    }
}
