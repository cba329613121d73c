package io.priok.console.nodes;

import java.util.List;

/**
 * One node.
 *
 * @param term the node's name in commands: its hostname where that is unique, else its id
 * @param heard when it was last heard of; empty when not yet
 * @param managerAddress empty for workers
 */
public record NodeDetail(
        NodeRow row,
        String term,
        String address,
        String platform,
        String managerAddress,
        String heard,
        String age,
        List<String> labels) {
    public NodeDetail {
        labels = List.copyOf(labels);
    }
}
