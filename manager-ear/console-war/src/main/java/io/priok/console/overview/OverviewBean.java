package io.priok.console.overview;

import io.priok.console.frame.Cluster;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** The first screen. */
@Named("overview")
@RequestScoped
public class OverviewBean {
    @Inject
    private Cluster cluster;

    public Overview getView() {
        return OverviewFacade.of(cluster.snapshot());
    }
}
