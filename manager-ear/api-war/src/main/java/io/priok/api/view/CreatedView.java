package io.priok.api.view;

import io.priok.control.command.Created;
import java.util.List;

/** The answer to a creation. */
public record CreatedView(String id, List<String> warnings) {
    public static CreatedView of(Created created) {
        return new CreatedView(created.id(), created.warnings());
    }
}
