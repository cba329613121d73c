package io.priok.runtime;

import io.priok.control.port.EngineAddress;
import io.priok.control.port.EventStream;
import io.priok.control.port.LogStreams;
import io.priok.control.port.SwarmLifecycle;
import io.priok.identity.IdSource;
import io.priok.image.ClusterState;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.InstantSource;

/** Hands the running parts to the API. */
@ApplicationScoped
public class Producers {
    @EJB
    private Boot boot;

    @Produces
    @ApplicationScoped
    SwarmLifecycle lifecycle() {
        return boot.lifecycle();
    }

    @Produces
    @ApplicationScoped
    ClusterState state() {
        return boot.state();
    }

    @Produces
    @ApplicationScoped
    LogStreams logs() {
        return boot.logs();
    }

    @Produces
    @ApplicationScoped
    EventStream events() {
        return boot.events();
    }

    @Produces
    @ApplicationScoped
    IdSource ids() {
        return boot.ids();
    }

    @Produces
    EngineAddress engine() {
        return boot.engine();
    }

    @Produces
    @ApplicationScoped
    InstantSource clock() {
        return InstantSource.system();
    }
}
