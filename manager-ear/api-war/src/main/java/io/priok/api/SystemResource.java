package io.priok.api;

import io.priok.api.engine.EngineAnswers;
import io.priok.api.http.Answers;
import io.priok.api.view.InfoSwarm;
import io.priok.control.port.EngineHttp;
import io.priok.json.Json;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** {@code /version} and {@code /info}: the engine's own, with the cluster's part ours. */
@Path("/")
@RequestScoped
public class SystemResource {
    @Inject
    Desk desk;

    @Inject
    EngineHttp engine;

    @GET
    @Path("/version")
    public Response version() {
        EngineHttp.Response said = engine.get("/version");
        return said.isSuccess() ? Answers.json(said.status(), EngineAnswers.version(said)) : EngineAnswers.passed(said);
    }

    @GET
    @Path("/info")
    public Response info() {
        EngineHttp.Response said = engine.get("/info");
        String swarm = Json.write(InfoSwarm.of(desk.local(), desk.imageIfAny()));
        return said.isSuccess()
                ? Answers.json(said.status(), EngineAnswers.info(said, swarm))
                : EngineAnswers.passed(said);
    }
}
