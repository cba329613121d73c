package io.priok.store.projection;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

@Entity
@Table(name = "event")
class EventEntity {
    @Id
    long id;

    String kind = "";
    String action = "";
    String objectId = "";
    Instant happenedAt = Instant.EPOCH;

    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    String attributes = "";
}
