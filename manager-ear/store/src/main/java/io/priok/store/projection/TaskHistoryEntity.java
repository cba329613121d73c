package io.priok.store.projection;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "task_history")
class TaskHistoryEntity {
    @Id
    long id;

    String taskId = "";
    String serviceId = "";
    String serviceName = "";
    long slot;

    @Nullable
    String nodeId;

    String state = "";
    String desiredState = "";
    Instant changedAt = Instant.EPOCH;
    String message = "";
    String err = "";

    @Nullable
    String containerId;

    @Nullable
    Integer exitCode;
}
