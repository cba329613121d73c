package io.priok.image;

import io.priok.domain.Cluster;
import io.priok.domain.ClusterId;
import io.priok.domain.Config;
import io.priok.domain.ConfigId;
import io.priok.domain.Network;
import io.priok.domain.NetworkId;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.ObjectId;
import io.priok.domain.Secret;
import io.priok.domain.SecretId;
import io.priok.domain.Service;
import io.priok.domain.ServiceId;
import io.priok.domain.StateObject;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All objects with their indexes. Immutable. */
record Tables(
        Table<ClusterId, Cluster> clusters,
        Table<NodeId, Node> nodes,
        Table<ServiceId, Service> services,
        Table<TaskId, Task> tasks,
        TaskIndex taskIndex,
        Table<NetworkId, Network> networks,
        Table<SecretId, Secret> secrets,
        Table<ConfigId, Config> configs) {
    static final Tables EMPTY = new Tables(
            Table.empty(),
            Table.empty(),
            Table.empty(),
            Table.empty(),
            TaskIndex.EMPTY,
            Table.empty(),
            Table.empty(),
            Table.empty());

    Optional<StateObject> get(ObjectId id) {
        if (id instanceof TaskId task) {
            return Optional.ofNullable(tasks.get(task).orElse(null));
        } else if (id instanceof ServiceId service) {
            return Optional.ofNullable(services.get(service).orElse(null));
        } else if (id instanceof NodeId node) {
            return Optional.ofNullable(nodes.get(node).orElse(null));
        } else if (id instanceof NetworkId network) {
            return Optional.ofNullable(networks.get(network).orElse(null));
        } else if (id instanceof SecretId secret) {
            return Optional.ofNullable(secrets.get(secret).orElse(null));
        } else if (id instanceof ConfigId config) {
            return Optional.ofNullable(configs.get(config).orElse(null));
        }
        return Optional.ofNullable(clusters.get((ClusterId) id).orElse(null));
    }

    /** The object that has taken the name that {@code object} wants, if another has. */
    Optional<StateObject> nameHolder(StateObject object) {
        String name = uniqueName(object);
        if (name == null) {
            return Optional.empty();
        }
        Optional<? extends StateObject> holder = switch (object.kind()) {
            case SERVICE -> services.named(name);
            case NETWORK -> networks.named(name);
            case SECRET -> secrets.named(name);
            case CONFIG -> configs.named(name);
            case CLUSTER, NODE, TASK -> Optional.empty();
        };
        return holder.filter(h -> !h.id().equals(object.id())).map(h -> h);
    }

    /**
     * The name that no two objects of a kind may share, absent for kinds without one. A service gives its name up when its removal is
     * asked for, not when its last task has ended.
     */
    static @Nullable String uniqueName(@Nullable StateObject object) {
        if (object instanceof Service service) {
            return service.pendingDelete() ? null : service.spec().name();
        } else if (object instanceof Network network) {
            return network.spec().name();
        } else if (object instanceof Secret secret) {
            return secret.spec().name();
        } else if (object instanceof Config config) {
            return config.spec().name();
        }
        return null;
    }

    Tables with(StateObject object) {
        String old = uniqueName(get(object.id()).orElse(null));
        String name = uniqueName(object);
        if (object instanceof Task task) {
            Task before = tasks.get(task.id()).orElse(null);
            return tasks(tasks.with(task.id(), task, null, null), taskIndex.replace(before, task));
        } else if (object instanceof Service service) {
            return services(services.with(service.id(), service, old, name));
        } else if (object instanceof Node node) {
            return nodes(nodes.with(node.id(), node, null, null));
        } else if (object instanceof Network network) {
            return networks(networks.with(network.id(), network, old, name));
        } else if (object instanceof Secret secret) {
            return secrets(secrets.with(secret.id(), secret, old, name));
        } else if (object instanceof Config config) {
            return configs(configs.with(config.id(), config, old, name));
        }
        Cluster cluster = (Cluster) object;
        return new Tables(
                clusters.with(cluster.id(), cluster, null, null),
                nodes,
                services,
                tasks,
                taskIndex,
                networks,
                secrets,
                configs);
    }

    Tables without(StateObject object) {
        String name = uniqueName(object);
        if (object instanceof Task task) {
            return tasks(tasks.without(task.id(), null), taskIndex.replace(task, null));
        } else if (object instanceof Service service) {
            return services(services.without(service.id(), name));
        } else if (object instanceof Node node) {
            return nodes(nodes.without(node.id(), null));
        } else if (object instanceof Network network) {
            return networks(networks.without(network.id(), name));
        } else if (object instanceof Secret secret) {
            return secrets(secrets.without(secret.id(), name));
        } else if (object instanceof Config config) {
            return configs(configs.without(config.id(), name));
        }
        return new Tables(
                clusters.without(((Cluster) object).id(), null),
                nodes,
                services,
                tasks,
                taskIndex,
                networks,
                secrets,
                configs);
    }

    private Tables tasks(Table<TaskId, Task> next, TaskIndex nextIndex) {
        return new Tables(clusters, nodes, services, next, nextIndex, networks, secrets, configs);
    }

    private Tables services(Table<ServiceId, Service> next) {
        return new Tables(clusters, nodes, next, tasks, taskIndex, networks, secrets, configs);
    }

    private Tables nodes(Table<NodeId, Node> next) {
        return new Tables(clusters, next, services, tasks, taskIndex, networks, secrets, configs);
    }

    private Tables networks(Table<NetworkId, Network> next) {
        return new Tables(clusters, nodes, services, tasks, taskIndex, next, secrets, configs);
    }

    private Tables secrets(Table<SecretId, Secret> next) {
        return new Tables(clusters, nodes, services, tasks, taskIndex, networks, next, configs);
    }

    private Tables configs(Table<ConfigId, Config> next) {
        return new Tables(clusters, nodes, services, tasks, taskIndex, networks, secrets, next);
    }
}
