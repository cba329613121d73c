package io.priok.json;

import io.priok.domain.AgentId;
import io.priok.domain.ClusterId;
import io.priok.domain.ConfigId;
import io.priok.domain.NetworkId;
import io.priok.domain.NodeId;
import io.priok.domain.NodeState;
import io.priok.domain.ObjectKind;
import io.priok.domain.SecretId;
import io.priok.domain.ServiceId;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.UpdateStatus;
import io.priok.domain.spec.NodeSpec;
import io.priok.domain.spec.RestartPolicy;
import io.priok.domain.spec.UpdateConfig;
import jakarta.json.bind.adapter.JsonbAdapter;
import java.time.Duration;
import java.util.List;

/** How single values look in JSON. One class per type, because the binding library tells adapters apart by their type arguments. */
final class Adapters {
    private Adapters() {}

    static List<JsonbAdapter<?, ?>> all() {
        return List.of(
                new OfClusterId(),
                new OfNodeId(),
                new OfServiceId(),
                new OfTaskId(),
                new OfNetworkId(),
                new OfSecretId(),
                new OfConfigId(),
                new OfAgentId(),
                new OfTaskState(),
                new OfNodeState(),
                new OfObjectKind(),
                new OfUpdateState(),
                new OfCondition(),
                new OfFailureAction(),
                new OfOrder(),
                new OfRole(),
                new OfAvailability(),
                new OfDuration(),
                new ServiceModeJson(),
                new ChangeJson());
    }

    static final class OfClusterId extends TextAdapter<ClusterId> {
        OfClusterId() {
            super(ClusterId::value, ClusterId::new);
        }
    }

    static final class OfNodeId extends TextAdapter<NodeId> {
        OfNodeId() {
            super(NodeId::value, NodeId::new);
        }
    }

    static final class OfServiceId extends TextAdapter<ServiceId> {
        OfServiceId() {
            super(ServiceId::value, ServiceId::new);
        }
    }

    static final class OfTaskId extends TextAdapter<TaskId> {
        OfTaskId() {
            super(TaskId::value, TaskId::new);
        }
    }

    static final class OfNetworkId extends TextAdapter<NetworkId> {
        OfNetworkId() {
            super(NetworkId::value, NetworkId::new);
        }
    }

    static final class OfSecretId extends TextAdapter<SecretId> {
        OfSecretId() {
            super(SecretId::value, SecretId::new);
        }
    }

    static final class OfConfigId extends TextAdapter<ConfigId> {
        OfConfigId() {
            super(ConfigId::value, ConfigId::new);
        }
    }

    static final class OfAgentId extends TextAdapter<AgentId> {
        OfAgentId() {
            super(AgentId::value, AgentId::new);
        }
    }

    static final class OfTaskState extends WordAdapter<TaskState> {
        OfTaskState() {
            super(TaskState.class, "TaskState", '-');
        }
    }

    static final class OfNodeState extends WordAdapter<NodeState> {
        OfNodeState() {
            super(NodeState.class, "NodeState", '-');
        }
    }

    static final class OfObjectKind extends WordAdapter<ObjectKind> {
        OfObjectKind() {
            super(ObjectKind.class, "ObjectKind", '-');
        }
    }

    static final class OfUpdateState extends WordAdapter<UpdateStatus.State> {
        OfUpdateState() {
            super(UpdateStatus.State.class, "UpdateState", '_');
        }
    }

    static final class OfCondition extends WordAdapter<RestartPolicy.Condition> {
        OfCondition() {
            super(RestartPolicy.Condition.class, "RestartCondition", '-');
        }
    }

    static final class OfFailureAction extends WordAdapter<UpdateConfig.FailureAction> {
        OfFailureAction() {
            super(UpdateConfig.FailureAction.class, "UpdateFailureAction", '-');
        }
    }

    static final class OfOrder extends WordAdapter<UpdateConfig.Order> {
        OfOrder() {
            super(UpdateConfig.Order.class, "UpdateOrder", '-');
        }
    }

    static final class OfRole extends WordAdapter<NodeSpec.Role> {
        OfRole() {
            super(NodeSpec.Role.class, "Role", '-');
        }
    }

    static final class OfAvailability extends WordAdapter<NodeSpec.Availability> {
        OfAvailability() {
            super(NodeSpec.Availability.class, "Availability", '-');
        }
    }

    /** Nanoseconds, as everywhere in Docker's API. */
    static final class OfDuration implements JsonbAdapter<Duration, Long> {
        @Override
        public Long adaptToJson(Duration value) {
            return value.toNanos();
        }

        @Override
        public Duration adaptFromJson(Long nanos) {
            return Duration.ofNanos(nanos);
        }
    }
}
