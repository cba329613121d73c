package io.priok.core.pass;

import io.priok.domain.NodeId;
import io.priok.domain.NodeStatus;
import io.priok.identity.IdSource;
import io.priok.image.Image;
import io.priok.image.SeenState;
import java.time.Instant;
import java.util.Map;

/**
 * What a pass looks at.
 *
 * @param nodes what the leader now holds of nodes' health where it may differ from the image ({@code NodeLiveness}); the change is
 *     committed together with what follows from it
 * @param now the moment of the pass; the transaction that carries the decision must bear the same
 * @param ids for new tasks
 */
public record View(Image image, SeenState seen, Map<NodeId, NodeStatus> nodes, Instant now, IdSource ids) {
    public View {
        nodes = Map.copyOf(nodes);
    }
}
