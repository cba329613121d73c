package io.priok.core.pass;

import io.priok.state.Change;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a pass decided.
 *
 * @param changes to be committed as one transaction; none when all is as it should be
 * @param wakeAt when the next pass is due even if nothing happens until then
 */
public record Decision(List<Change> changes, Optional<Instant> wakeAt) {
    public Decision {
        changes = List.copyOf(changes);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }
}
