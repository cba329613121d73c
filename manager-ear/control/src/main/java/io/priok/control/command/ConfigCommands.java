package io.priok.control.command;

import io.priok.domain.Config;
import io.priok.domain.ConfigId;
import io.priok.domain.Meta;
import io.priok.domain.spec.DataSpec;
import io.priok.image.Image;
import io.priok.state.Change;
import io.priok.state.Transaction;
import java.util.List;

/** Creating, relabelling and removing configs. */
public final class ConfigCommands {
    private static final int LARGEST = 1000 * 1024;

    private final Author author;
    private final DataCommands data;

    public ConfigCommands(Author author) {
        this.author = author;
        this.data = new DataCommands(author, "config", LARGEST);
    }

    public Created create(Image image, DataSpec given) {
        DataSpec spec = data.checkNew(given, image.configNamed(given.name()).isPresent());
        ConfigId id = new ConfigId(author.newId());
        Config config = new Config(id, Meta.created(author.clock().instant()), spec);
        return new Created(id.value(), author.transaction(Change.create(config)), List.of());
    }

    /** @param version the one that the user has seen */
    public Transaction update(Config current, long version, DataSpec given) {
        DataSpec spec = data.relabelled(current, current.spec(), version, given);
        return author.transaction(Change.update(new Config(current.id(), current.meta(), spec)));
    }

    public Transaction remove(Image image, Config current) {
        return data.remove(
                image,
                current,
                current.spec().name(),
                container -> container.configs().stream()
                        .anyMatch(reference ->
                                reference.configId().equals(current.id().value())));
    }
}
