package io.priok.control.query;

import io.priok.domain.StateObject;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The order of lists. */
final class Order {
    private Order() {}

    static <T extends StateObject> List<T> byId(Stream<T> objects) {
        return objects.sorted(Comparator.comparing(object -> object.id().value()))
                .toList();
    }
}
