package io.priok.control.command;

import io.priok.state.Transaction;
import java.util.List;

/**
 * A decision to create an object.
 *
 * @param id of the new object
 * @param warnings for the user; the object is created all the same
 */
public record Created(String id, Transaction transaction, List<String> warnings) {
    public Created {
        warnings = List.copyOf(warnings);
    }
}
