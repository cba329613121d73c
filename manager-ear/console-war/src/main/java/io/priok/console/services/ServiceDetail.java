package io.priok.console.services;

import java.util.List;

/**
 * One service.
 *
 * @param replicas how many are asked for; −1 where the mode has no number to scale
 * @param update the state of its last update with its message; empty before the first
 * @param facts what else its spec says, as label and value, only what is set
 */
public record ServiceDetail(ServiceRow row, long replicas, String update, List<Fact> facts) {
    public ServiceDetail {
        facts = List.copyOf(facts);
    }

    public record Fact(String label, List<String> values) {
        public Fact {
            values = List.copyOf(values);
        }
    }

    public boolean isScalable() {
        return replicas >= 0;
    }
}
