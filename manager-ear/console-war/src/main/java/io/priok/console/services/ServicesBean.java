package io.priok.console.services;

import io.priok.console.frame.Cluster;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of services. */
@Named("services")
@ViewScoped
public class ServicesBean implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    private Cluster cluster;

    private String search = "";

    public List<ServiceRow> getRows() {
        return ServicesFacade.list(cluster.snapshot(), search);
    }

    public String getSearch() {
        return search;
    }

    public void setSearch(@Nullable String search) {
        this.search = search == null ? "" : search.strip();
    }
}
