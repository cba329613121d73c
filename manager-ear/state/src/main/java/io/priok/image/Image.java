package io.priok.image;

import io.priok.domain.Cluster;
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
import io.priok.state.StateFormat;
import io.priok.state.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cluster state after the log entry {@link #index}. Immutable: {@link #apply} gives the next one, and readers keep theirs as long
 * as they like.
 */
public final class Image {
    private static final Image EMPTY = new Image(0, 0, null, Tables.EMPTY, RecentIds.EMPTY);

    private final long index;
    private final long term;
    private final @Nullable NodeId leader;
    private final Tables tables;
    private final RecentIds recent;

    Image(long index, long term, @Nullable NodeId leader, Tables tables, RecentIds recent) {
        this.index = index;
        this.term = term;
        this.leader = leader;
        this.tables = tables;
        this.recent = recent;
    }

    /** The state before the first entry. */
    public static Image empty() {
        return EMPTY;
    }

    /**
     * The state that a snapshot holds.
     *
     * @param recent the transactions applied last, oldest first
     */
    public static Image restore(
            long index, long term, @Nullable NodeId leader, Iterable<StateObject> objects, Iterable<AppliedId> recent) {
        Tables tables = Tables.EMPTY;
        for (StateObject object : objects) {
            tables = tables.with(object);
        }
        RecentIds ids = RecentIds.EMPTY;
        for (AppliedId applied : recent) {
            ids = ids.with(applied.id(), applied.index());
        }
        return new Image(index, term, leader, tables, ids);
    }

    /** The next state, by the entry at {@code entryIndex}; pure and deterministic. */
    public Application apply(long entryIndex, Transaction transaction) {
        return Applier.apply(this, entryIndex, transaction);
    }

    /** Index of the last log entry in this state. */
    public long index() {
        return index;
    }

    /** The current leader's term; 0 before the first election. */
    public long term() {
        return term;
    }

    public Optional<NodeId> leader() {
        return Optional.ofNullable(leader);
    }

    /** The format of the state that is in force, see {@link StateFormat}. */
    public int format() {
        return cluster().map(Cluster::format).orElse(StateFormat.FIRST);
    }

    public Optional<Cluster> cluster() {
        return tables.clusters().all().stream().findFirst();
    }

    public Optional<Node> node(NodeId id) {
        return tables.nodes().get(id);
    }

    public Collection<Node> nodes() {
        return tables.nodes().all();
    }

    public Optional<Service> service(ServiceId id) {
        return tables.services().get(id);
    }

    public Collection<Service> services() {
        return tables.services().all();
    }

    public Optional<Service> serviceNamed(String name) {
        return tables.services().named(name);
    }

    public Optional<Task> task(TaskId id) {
        return tables.tasks().get(id);
    }

    public Collection<Task> tasks() {
        return tables.tasks().all();
    }

    public Collection<Task> tasksOf(ServiceId service) {
        return tables.taskIndex().of(service);
    }

    public Collection<Task> tasksOn(NodeId node) {
        return tables.taskIndex().on(node);
    }

    public Optional<Network> network(NetworkId id) {
        return tables.networks().get(id);
    }

    public Collection<Network> networks() {
        return tables.networks().all();
    }

    public Optional<Network> networkNamed(String name) {
        return tables.networks().named(name);
    }

    public Optional<Secret> secret(SecretId id) {
        return tables.secrets().get(id);
    }

    public Collection<Secret> secrets() {
        return tables.secrets().all();
    }

    public Optional<Secret> secretNamed(String name) {
        return tables.secrets().named(name);
    }

    public Optional<Config> config(ConfigId id) {
        return tables.configs().get(id);
    }

    public Collection<Config> configs() {
        return tables.configs().all();
    }

    public Optional<Config> configNamed(String name) {
        return tables.configs().named(name);
    }

    /** The object of any kind. */
    public Optional<StateObject> object(ObjectId id) {
        return tables.get(id);
    }

    /** Everything, for a snapshot. */
    public List<StateObject> objects() {
        List<StateObject> all = new ArrayList<>(tables.clusters().all());
        all.addAll(nodes());
        all.addAll(networks());
        all.addAll(secrets());
        all.addAll(configs());
        all.addAll(services());
        all.addAll(tasks());
        return all;
    }

    /** The transactions applied last, oldest first, for a snapshot. */
    public List<AppliedId> recentIds() {
        return recent.all();
    }

    Tables tables() {
        return tables;
    }

    RecentIds recent() {
        return recent;
    }
}
