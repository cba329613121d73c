package io.priok.control.command;

import static io.priok.domain.Refusal.Kind.ALREADY_EXISTS;
import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;
import static io.priok.domain.Refusal.Kind.UNIMPLEMENTED;

import io.priok.control.spec.Names;
import io.priok.domain.Refusal;
import io.priok.domain.Service;
import io.priok.domain.StateObject;
import io.priok.domain.spec.ContainerSpec;
import io.priok.domain.spec.DataSpec;
import io.priok.domain.spec.TaskSpec;
import io.priok.image.Image;
import io.priok.state.Change;
import io.priok.state.Transaction;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What secrets and configs have in common. */
final class DataCommands {
    private final Author author;
    private final String what;
    private final int largest;

    /**
     * @param what {@code secret} or {@code config}
     * @param largest bytes of data
     */
    DataCommands(Author author, String what, int largest) {
        this.author = author;
        this.what = what;
        this.largest = largest;
    }

    DataSpec checkNew(DataSpec spec, boolean taken) {
        Names.checkData(spec.name());
        TaskSpec.Driver driver = spec.driver();
        if (driver != null && !driver.name().isEmpty()) {
            throw Refusal.control(UNIMPLEMENTED, what + " drivers are not supported");
        }
        int size = size(spec.data());
        if (size == 0 || size > largest) {
            throw refuse(what + " data must be larger than 0 and less than " + largest + " bytes");
        }
        if (taken) {
            throw Refusal.control(ALREADY_EXISTS, what + " " + spec.name() + " already exists");
        }
        return spec;
    }

    /** Only labels change; data that is sent again must be the same, and empty data stands for the old. */
    @SuppressWarnings("NullAway") // javac 17 leaves type annotations out of compact constructors
    DataSpec relabelled(StateObject current, DataSpec held, long version, DataSpec given) {
        boolean sameData = given.data().isEmpty() || given.data().equals(held.data());
        if (!given.name().equals(held.name()) || !sameData || !sameDriver(given.driver(), held.driver())) {
            throw refuse("only updates to Labels are allowed");
        }
        Sequence.check(current, version);
        return new DataSpec(held.name(), given.labels(), held.data(), held.driver(), held.templating());
    }

    Transaction remove(Image image, StateObject current, String name, Predicate<ContainerSpec> uses) {
        List<String> users = image.services().stream()
                .filter(service -> !service.pendingDelete())
                .filter(service -> uses.test(service.spec().taskTemplate().container()))
                .map(Service::name)
                .sorted()
                .toList();
        if (!users.isEmpty()) {
            throw refuse(what + " '" + name + "' is in use by the following service" + (users.size() == 1 ? "" : "s")
                    + ": " + String.join(", ", users));
        }
        return author.transaction(new Change.Remove(current.id(), Change.ANY));
    }

    private int size(String base64) {
        try {
            return Base64.getDecoder().decode(base64).length;
        } catch (IllegalArgumentException e) {
            throw Refusal.plain(INVALID_ARGUMENT, "illegal base64 data in " + what + " data");
        }
    }

    private static boolean sameDriver(TaskSpec.@Nullable Driver given, TaskSpec.@Nullable Driver held) {
        return given == null || given.equals(held);
    }

    private static Refusal refuse(String message) {
        return Refusal.control(INVALID_ARGUMENT, message);
    }
}
