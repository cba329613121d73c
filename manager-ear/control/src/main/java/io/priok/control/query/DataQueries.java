package io.priok.control.query;

import io.priok.domain.Config;
import io.priok.domain.Secret;
import io.priok.domain.spec.DataSpec;
import io.priok.image.Image;
import java.util.List;
import java.util.Set;

/** Lists of secrets and configs. */
public final class DataQueries {
    private static final Set<String> FILTERS = Set.of("id", "name", "names", "label");

    private DataQueries() {}

    public static List<Secret> secrets(Image image, Filters filters) {
        filters.allowing(FILTERS);
        return Order.byId(image.secrets().stream()
                .filter(secret -> passes(filters, secret.id().value(), secret.spec())));
    }

    public static List<Config> configs(Image image, Filters filters) {
        filters.allowing(FILTERS);
        return Order.byId(image.configs().stream()
                .filter(config -> passes(filters, config.id().value(), config.spec())));
    }

    private static boolean passes(Filters filters, String id, DataSpec spec) {
        return filters.prefix("id", id)
                && filters.prefix("name", spec.name())
                && filters.exact("names", spec.name())
                && filters.labels("label", spec.labels());
    }
}
