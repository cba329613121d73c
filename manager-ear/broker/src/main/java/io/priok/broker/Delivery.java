package io.priok.broker;

import java.util.Map;

/**
 * A message as it arrives.
 *
 * @param properties those that the sender set
 * @param attempt 1 for the first delivery
 */
public record Delivery(Body body, Map<String, String> properties, int attempt) {
    public Delivery {
        properties = Map.copyOf(properties);
    }
}
