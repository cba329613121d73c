package io.priok.runtime;

import io.priok.json.Json;
import io.priok.state.Outcome;
import org.jspecify.annotations.Nullable;

/** An outcome as the log carries it back to the one who appended. */
final class OutcomeJson {
    /** Public for the binding library. */
    public record Wire(
            @Nullable Long applied,
            @Nullable Long duplicate,
            @Nullable String refused,
            @Nullable String message) {}

    private OutcomeJson() {}

    static byte[] write(Outcome outcome) {
        Wire wire;
        if (outcome instanceof Outcome.Applied applied) {
            wire = new Wire(applied.index(), null, null, null);
        } else if (outcome instanceof Outcome.Duplicate duplicate) {
            wire = new Wire(null, duplicate.index(), null, null);
        } else {
            Outcome.Refused refused = (Outcome.Refused) outcome;
            wire = new Wire(null, null, refused.reason().name(), refused.message());
        }
        return Json.bytes(wire);
    }

    static Outcome read(byte[] bytes) {
        Wire wire = Json.read(bytes, Wire.class);
        if (wire.applied != null) {
            return new Outcome.Applied(wire.applied);
        }
        if (wire.duplicate != null) {
            return new Outcome.Duplicate(wire.duplicate);
        }
        String reason = wire.refused == null ? "" : wire.refused;
        return new Outcome.Refused(Outcome.Reason.valueOf(reason), wire.message == null ? "" : wire.message);
    }
}
