package io.priok.domain.spec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A secret or config as its user describes it.
 *
 * @param data base64 of the content
 */
public record DataSpec(
        String name,
        Map<String, String> labels,
        String data,
        TaskSpec.@Nullable Driver driver,
        TaskSpec.@Nullable Driver templating) {
    public DataSpec {
        name = Copies.text(name);
        labels = Copies.map(labels);
        data = Copies.text(data);
    }

    @Override
    public String toString() {
        return "DataSpec[" + name + "]";
    }
}
