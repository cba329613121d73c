package io.priok.store.projection;

import io.priok.domain.StateObject;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A current object. The columns repeat what queries ask for; the document is the object. */
@MappedSuperclass
abstract class ObjectEntity {
    @Id
    String id = "";

    long version;
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;

    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    String document = "";

    final void fill(StateObject object, String newDocument) {
        id = object.id().value();
        version = object.version();
        createdAt = object.meta().createdAt();
        updatedAt = object.meta().updatedAt();
        document = newDocument;
    }
}
