package io.priok.control.command;

import io.priok.domain.Meta;
import io.priok.domain.Secret;
import io.priok.domain.SecretId;
import io.priok.domain.spec.DataSpec;
import io.priok.image.Image;
import io.priok.state.Change;
import io.priok.state.Transaction;
import java.util.List;

/** Creating, relabelling and removing secrets. */
public final class SecretCommands {
    private static final int LARGEST = 500 * 1024;

    private final Author author;
    private final DataCommands data;

    public SecretCommands(Author author) {
        this.author = author;
        this.data = new DataCommands(author, "secret", LARGEST);
    }

    public Created create(Image image, DataSpec given) {
        DataSpec spec = data.checkNew(given, image.secretNamed(given.name()).isPresent());
        SecretId id = new SecretId(author.newId());
        Secret secret = new Secret(id, Meta.created(author.clock().instant()), spec);
        return new Created(id.value(), author.transaction(Change.create(secret)), List.of());
    }

    /** @param version the one that the user has seen */
    public Transaction update(Secret current, long version, DataSpec given) {
        DataSpec spec = data.relabelled(current, current.spec(), version, given);
        return author.transaction(Change.update(new Secret(current.id(), current.meta(), spec)));
    }

    public Transaction remove(Image image, Secret current) {
        return data.remove(
                image,
                current,
                current.spec().name(),
                container -> container.secrets().stream()
                        .anyMatch(reference ->
                                reference.secretId().equals(current.id().value())));
    }
}
