package io.priok.console.nodes;

import io.priok.console.frame.Cluster;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** The list of nodes. */
@Named("nodes")
@RequestScoped
public class NodesBean {
    @Inject
    private Cluster cluster;

    public List<NodeRow> getRows() {
        return NodesFacade.list(cluster.snapshot());
    }
}
