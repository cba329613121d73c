package io.priok.store.projection;

import io.priok.domain.Cluster;
import io.priok.domain.Config;
import io.priok.domain.Network;
import io.priok.domain.Node;
import io.priok.domain.ObjectKind;
import io.priok.domain.Secret;
import io.priok.domain.Service;
import io.priok.domain.StateObject;
import io.priok.domain.Task;
import io.priok.domain.spec.ServiceMode;
import io.priok.store.document.Documents;

/** Objects as rows of the tables of their kind, and back. */
final class ObjectRows {
    private final Documents documents;

    ObjectRows(Documents documents) {
        this.documents = documents;
    }

    static Class<? extends ObjectEntity> table(ObjectKind kind) {
        return switch (kind) {
            case CLUSTER -> ClusterEntity.class;
            case NODE -> NodeEntity.class;
            case SERVICE -> ServiceEntity.class;
            case TASK -> TaskEntity.class;
            case NETWORK -> NetworkEntity.class;
            case SECRET -> SecretEntity.class;
            case CONFIG -> ConfigEntity.class;
        };
    }

    StateObject object(ObjectKind kind, ObjectEntity row) {
        return documents.read(kind, row.id, row.document);
    }

    ObjectEntity row(StateObject object) {
        ObjectEntity row = columns(object);
        row.fill(object, documents.write(object));
        return row;
    }

    private static ObjectEntity columns(StateObject object) {
        return switch (object.kind()) {
            case CLUSTER -> cluster((Cluster) object);
            case NODE -> node((Node) object);
            case SERVICE -> service((Service) object);
            case TASK -> task((Task) object);
            case NETWORK -> network((Network) object);
            case SECRET -> secret((Secret) object);
            case CONFIG -> config((Config) object);
        };
    }

    private static ClusterEntity cluster(Cluster cluster) {
        ClusterEntity row = new ClusterEntity();
        row.name = name(cluster.spec().name());
        return row;
    }

    private static NodeEntity node(Node node) {
        NodeEntity row = new NodeEntity();
        row.name = name(node.hostname());
        row.role = Words.of(node.spec().roleOrWorker());
        row.availability = Words.of(node.spec().availabilityOrActive());
        row.state = Words.of(node.status().state());
        row.address = Words.cut(node.status().address(), 256);
        return row;
    }

    private static ServiceEntity service(Service service) {
        ServiceEntity row = new ServiceEntity();
        row.name = name(service.name());
        row.image = name(service.spec().taskTemplate().container().image());
        row.mode = mode(service.spec().mode());
        row.pendingDelete = service.pendingDelete();
        return row;
    }

    private static TaskEntity task(Task task) {
        TaskEntity row = new TaskEntity();
        row.serviceId = task.serviceId().value();
        row.slot = task.slot();
        row.nodeId = task.nodeId() == null ? null : task.nodeId().value();
        row.state = Words.of(task.status().state());
        row.desiredState = Words.of(task.desiredState());
        return row;
    }

    private static NetworkEntity network(Network network) {
        NetworkEntity row = new NetworkEntity();
        row.name = name(network.spec().name());
        return row;
    }

    private static SecretEntity secret(Secret secret) {
        SecretEntity row = new SecretEntity();
        row.name = name(secret.spec().name());
        return row;
    }

    private static ConfigEntity config(Config config) {
        ConfigEntity row = new ConfigEntity();
        row.name = name(config.spec().name());
        return row;
    }

    private static String mode(ServiceMode mode) {
        if (mode instanceof ServiceMode.Replicated) {
            return "replicated";
        }
        if (mode instanceof ServiceMode.Global) {
            return "global";
        }
        return mode instanceof ServiceMode.ReplicatedJob ? "replicated-job" : "global-job";
    }

    private static String name(String name) {
        return Words.cut(name, Words.NAME);
    }
}
