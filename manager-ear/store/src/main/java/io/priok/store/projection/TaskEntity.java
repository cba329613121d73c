package io.priok.store.projection;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "task")
class TaskEntity extends ObjectEntity {
    String serviceId = "";
    long slot;

    @Nullable
    String nodeId;

    String state = "";
    String desiredState = "";
}
