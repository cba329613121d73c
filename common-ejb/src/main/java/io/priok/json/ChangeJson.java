package io.priok.json;

import io.priok.domain.Cluster;
import io.priok.domain.ClusterId;
import io.priok.domain.Config;
import io.priok.domain.ConfigId;
import io.priok.domain.Network;
import io.priok.domain.NetworkId;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.ObjectId;
import io.priok.domain.ObjectKind;
import io.priok.domain.Secret;
import io.priok.domain.SecretId;
import io.priok.domain.Service;
import io.priok.domain.ServiceId;
import io.priok.domain.StateObject;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.state.Change;
import jakarta.json.bind.adapter.JsonbAdapter;
import org.jspecify.annotations.Nullable;

/** A change as an object with the member of the kind it puts, or the kind and id of what it removes, or a term and its leader. */
final class ChangeJson implements JsonbAdapter<Change, ChangeJson.Wire> {
    public record Wire(
            @Nullable Long expectedVersion,
            @Nullable Cluster cluster,
            @Nullable Node node,
            @Nullable Service service,
            @Nullable Task task,
            @Nullable Network network,
            @Nullable Secret secret,
            @Nullable Config config,
            @Nullable ObjectKind remove,
            @Nullable String id,
            @Nullable Long term,
            @Nullable NodeId leader) {}

    @Override
    public Wire adaptToJson(Change change) {
        if (change instanceof Change.Put put) {
            return put(put);
        }
        if (change instanceof Change.Remove remove) {
            ObjectId id = remove.id();
            return new Wire(
                    remove.expectedVersion(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    kindOf(id),
                    id.value(),
                    null,
                    null);
        }
        Change.Elect elect = (Change.Elect) change;
        return new Wire(null, null, null, null, null, null, null, null, null, null, elect.term(), elect.leader());
    }

    @Override
    public Change adaptFromJson(Wire wire) {
        if (wire.term != null && wire.leader != null) {
            return new Change.Elect(wire.term, wire.leader);
        }
        long expected = wire.expectedVersion == null ? Change.ANY : wire.expectedVersion;
        if (wire.remove != null && wire.id != null) {
            return new Change.Remove(idOf(wire.remove, wire.id), expected);
        }
        return new Change.Put(only(wire), expected);
    }

    static ObjectId idOf(ObjectKind kind, String value) {
        return switch (kind) {
            case CLUSTER -> new ClusterId(value);
            case NODE -> new NodeId(value);
            case SERVICE -> new ServiceId(value);
            case TASK -> new TaskId(value);
            case NETWORK -> new NetworkId(value);
            case SECRET -> new SecretId(value);
            case CONFIG -> new ConfigId(value);
        };
    }

    private static ObjectKind kindOf(ObjectId id) {
        if (id instanceof TaskId) {
            return ObjectKind.TASK;
        } else if (id instanceof ServiceId) {
            return ObjectKind.SERVICE;
        } else if (id instanceof NodeId) {
            return ObjectKind.NODE;
        } else if (id instanceof NetworkId) {
            return ObjectKind.NETWORK;
        } else if (id instanceof SecretId) {
            return ObjectKind.SECRET;
        } else if (id instanceof ConfigId) {
            return ObjectKind.CONFIG;
        }
        return ObjectKind.CLUSTER;
    }

    private static Wire put(Change.Put put) {
        StateObject object = put.object();
        return new Wire(
                put.expectedVersion(),
                as(Cluster.class, object),
                as(Node.class, object),
                as(Service.class, object),
                as(Task.class, object),
                as(Network.class, object),
                as(Secret.class, object),
                as(Config.class, object),
                null,
                null,
                null,
                null);
    }

    private static <T> @Nullable T as(Class<T> type, StateObject object) {
        return type.isInstance(object) ? type.cast(object) : null;
    }

    private static StateObject only(Wire wire) {
        StateObject[] members = {
            wire.cluster, wire.node, wire.service, wire.task, wire.network, wire.secret, wire.config
        };
        for (StateObject member : members) {
            if (member != null) {
                return member;
            }
        }
        throw new MalformedJson("a change without an object");
    }
}
