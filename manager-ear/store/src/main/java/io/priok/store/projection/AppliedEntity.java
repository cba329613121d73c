package io.priok.store.projection;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "applied_id")
class AppliedEntity {
    @Id
    long logIndex;

    String transactionId = "";
}
