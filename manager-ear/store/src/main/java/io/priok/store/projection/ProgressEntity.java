package io.priok.store.projection;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "progress")
class ProgressEntity {
    @Id
    int id;

    long logIndex;
    long term;

    @Nullable
    String leader;

    /** See {@link Inventory}; absent in a database of the time before it. */
    @Nullable
    Long inventory;
}
