package io.priok.store.snapshot;

import org.jspecify.annotations.Nullable;

/** The kinds of lines in a snapshot, each a JSON object. Public for the JSON codec. */
public final class Lines {
    private Lines() {}

    /** The first line. */
    public record Head(
            String format,
            int version,
            long index,
            long term,
            @Nullable String leader) {}

    /** One object; {@code document} as {@link io.priok.store.document.Documents} writes it. */
    public record Item(String kind, String id, String document) {}

    /** One transaction applied of late. */
    public record Applied(String transaction, long index) {}

    /** The last line: what was before it, counted and digested. */
    public record Tail(long objects, long applied, String sha256) {}
}
