package io.priok.store.projection;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "audit")
class AuditEntity {
    @Id
    long logIndex;

    String transactionId = "";
    String author = "";
    long term;
    Instant writtenAt = Instant.EPOCH;
    String outcome = "";
    String reason = "";
    String changes = "";
}
