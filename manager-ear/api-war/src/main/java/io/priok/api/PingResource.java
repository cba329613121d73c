package io.priok.api;

import static java.util.Locale.ROOT;

import io.priok.api.engine.EngineFacts;
import io.priok.control.port.LocalSwarm;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;

/** The first request of every client: the versions, and this node's place in a swarm, are in the headers. */
@Path("/_ping")
@RequestScoped
public class PingResource {
    @Inject
    Desk desk;

    @Inject
    EngineFacts engine;

    @GET
    public Response get() {
        return headers(Response.ok("OK")).build();
    }

    @HEAD
    public Response head() {
        return headers(Response.ok("")).header("Content-Length", 0).build();
    }

    private ResponseBuilder headers(ResponseBuilder builder) {
        builder.type("text/plain; charset=utf-8")
                .header("Cache-Control", "no-cache, no-store, must-revalidate")
                .header("Pragma", "no-cache")
                .header("Swarm", swarm(desk.local()));
        engine.builderVersion().ifPresent(version -> builder.header("Builder-Version", version));
        return builder;
    }

    private static String swarm(LocalSwarm local) {
        String state = local.state().name().toLowerCase(ROOT);
        return local.state() == LocalSwarm.State.ACTIVE ? state + (local.manager() ? "/manager" : "/worker") : state;
    }
}
