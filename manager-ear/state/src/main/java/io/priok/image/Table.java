package io.priok.image;

import io.priok.domain.ObjectId;
import io.priok.domain.StateObject;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** The objects of one kind, by id and, where names are unique, by name. Immutable. */
final class Table<I extends ObjectId, T extends StateObject> {
    private final PMap<I, T> byId;
    private final PMap<String, I> byName;

    private Table(PMap<I, T> byId, PMap<String, I> byName) {
        this.byId = byId;
        this.byName = byName;
    }

    static <I extends ObjectId, T extends StateObject> Table<I, T> empty() {
        return new Table<>(HashTreePMap.empty(), HashTreePMap.empty());
    }

    Optional<T> get(I id) {
        return Optional.ofNullable(byId.get(id));
    }

    Collection<T> all() {
        return byId.values();
    }

    Optional<T> named(String name) {
        I id = byName.get(name);
        return id == null ? Optional.empty() : get(id);
    }

    /**
     * @param oldName name of the replaced object, absent when it is new or nameless
     * @param newName absent when objects of this kind have no unique name
     */
    Table<I, T> with(I id, T object, @Nullable String oldName, @Nullable String newName) {
        PMap<String, I> names = byName;
        if (oldName != null && !oldName.equals(newName)) {
            names = names.minus(oldName);
        }
        if (newName != null && !newName.equals(oldName)) {
            names = names.plus(newName, id);
        }
        return new Table<>(byId.plus(id, object), names);
    }

    Table<I, T> without(I id, @Nullable String name) {
        return new Table<>(byId.minus(id), name == null ? byName : byName.minus(name));
    }
}
