package io.priok.control.query;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;
import static io.priok.domain.Refusal.Kind.NOT_FOUND;

import io.priok.domain.Config;
import io.priok.domain.ConfigId;
import io.priok.domain.Network;
import io.priok.domain.NetworkId;
import io.priok.domain.Node;
import io.priok.domain.NodeId;
import io.priok.domain.Refusal;
import io.priok.domain.Secret;
import io.priok.domain.SecretId;
import io.priok.domain.Service;
import io.priok.domain.ServiceId;
import io.priok.domain.StateObject;
import io.priok.domain.Task;
import io.priok.domain.TaskId;
import io.priok.image.Image;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Finds the one object that a user means: by id, else by name, else by the beginning of an id. Refuses when there is none, or
 * more than one.
 */
public final class Lookup {
    private Lookup() {}

    /** Services that are being removed are not found. */
    public static Service service(Image image, String term) {
        return one(
                "service",
                term,
                image.service(new ServiceId(term)).filter(service -> !service.pendingDelete()),
                ServiceQueries.live(image),
                Service::name);
    }

    public static Node node(Image image, String term) {
        return one("node", term, image.node(new NodeId(term)), image.nodes(), Node::hostname);
    }

    public static Task task(Image image, String term) {
        return one("task", term, image.task(new TaskId(term)), image.tasks(), Task::containerName);
    }

    public static Secret secret(Image image, String term) {
        return one(
                "secret",
                term,
                image.secret(new SecretId(term)),
                image.secrets(),
                s -> s.spec().name());
    }

    public static Config config(Image image, String term) {
        return one(
                "config",
                term,
                image.config(new ConfigId(term)),
                image.configs(),
                c -> c.spec().name());
    }

    public static Network network(Image image, String term) {
        return one(
                "network",
                term,
                image.network(new NetworkId(term)),
                image.networks(),
                n -> n.spec().name());
    }

    /** Empty when the swarm has no such network; the engine may have one. */
    public static Optional<Network> networkIfAny(Image image, String term) {
        try {
            return Optional.of(network(image, term));
        } catch (Refusal refusal) {
            if (refusal.kind() == NOT_FOUND) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    private static <T extends StateObject> T one(
            String what, String term, Optional<T> exact, Collection<T> all, Function<T, String> name) {
        if (exact.isPresent()) {
            return exact.get();
        }
        List<Predicate<T>> ways = List.of(
                object -> name.apply(object).equals(term),
                object -> !term.isEmpty() && object.id().value().startsWith(term));
        for (Predicate<T> way : ways) {
            List<T> found = all.stream().filter(way).toList();
            if (found.size() == 1) {
                return found.get(0);
            }
            if (found.size() > 1) {
                throw Refusal.plain(
                        INVALID_ARGUMENT, what + " " + term + " is ambiguous (" + found.size() + " matches found)");
            }
        }
        throw Refusal.plain(NOT_FOUND, what + " " + term + " not found");
    }
}
