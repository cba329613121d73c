package io.priok.api;

import io.priok.api.engine.EngineAnswers;
import io.priok.api.http.Answers;
import io.priok.api.http.JsonText;
import io.priok.api.http.Query;
import io.priok.api.view.NetworkView;
import io.priok.control.command.Created;
import io.priok.control.command.NetworkCommands;
import io.priok.control.port.EngineHttp;
import io.priok.control.port.LocalSwarm;
import io.priok.control.port.Refusals;
import io.priok.control.query.Filters;
import io.priok.control.query.Lookup;
import io.priok.control.query.NetworkQueries;
import io.priok.domain.Network;
import io.priok.image.Image;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Networks: the swarm's from the image, this node's own from its engine, in one list. */
@Path("/networks")
@RequestScoped
public class NetworkResource {
    @Inject
    Desk desk;

    @Inject
    EngineHttp engine;

    @GET
    public Response list(@QueryParam("filters") @Nullable String filters, @Context UriInfo uri) {
        Filters wanted = Query.filters(filters);
        EngineHttp.Response own = engine.get("/networks" + query(uri));
        if (!own.isSuccess()) {
            return EngineAnswers.passed(own);
        }
        JsonArrayBuilder all = Json.createArrayBuilder();
        EngineAnswers.array(own).stream()
                .filter(network -> !EngineAnswers.isPartOfSwarmNetwork(network.asJsonObject()))
                .forEach(all::add);
        NetworkQueries.list(desk.imageIfAny(), wanted).forEach(network -> all.add(NetworkView.of(network)));
        return Answers.json(200, all.build().toString());
    }

    @POST
    @Path("/create")
    public CompletionStage<Response> create(JsonText body, @HeaderParam("Content-Type") @Nullable String type) {
        NetworkBody asked = NetworkBody.read(body, type);
        if (!asked.isSwarmScoped()) {
            return CompletableFuture.completedFuture(
                    EngineAnswers.passed(engine.send("POST", "/networks/create", body.bytes())));
        }
        LocalSwarm local = desk.local();
        if (!local.isMember()) {
            return message(500, Refusals.notInSwarm().text());
        }
        if (!local.manager()) {
            return message(
                    403,
                    "Cannot create a multi-host network from a worker node. Please create the network from a manager"
                            + " node.");
        }
        Created created = new NetworkCommands(desk.author()).create(desk.image(), asked.spec());
        String answer = Json.createObjectBuilder()
                .add("Id", created.id())
                .add("Warning", "")
                .build()
                .toString();
        return desk.commit(created.transaction(), () -> Answers.json(201, answer));
    }

    @GET
    @Path("/{id}")
    public Response inspect(
            @PathParam("id") String id, @QueryParam("scope") @Nullable String scope, @Context UriInfo uri) {
        if (!"local".equals(scope)) {
            Optional<Network> found = Lookup.networkIfAny(desk.imageIfAny(), id);
            if (found.isPresent()) {
                return Answers.json(200, NetworkView.of(found.get()).toString());
            }
        }
        if ("swarm".equals(scope)) {
            throw NetworkCommands.notFound(id);
        }
        return EngineAnswers.passed(engine.get("/networks/" + EngineAnswers.segment(id) + query(uri)));
    }

    @DELETE
    @Path("/{id}")
    public CompletionStage<Response> remove(@PathParam("id") String id) {
        Image image = desk.imageIfAny();
        Optional<Network> found = Lookup.networkIfAny(image, id);
        return found.isPresent()
                ? desk.commit(new NetworkCommands(desk.author()).remove(image, found.get()), Answers::noContent)
                : CompletableFuture.completedFuture(
                        EngineAnswers.passed(engine.send("DELETE", "/networks/" + EngineAnswers.segment(id), null)));
    }

    private static CompletionStage<Response> message(int status, String text) {
        return CompletableFuture.completedFuture(Answers.message(status, text));
    }

    private static String query(UriInfo uri) {
        String query = uri.getRequestUri().getRawQuery();
        return query == null ? "" : "?" + query;
    }
}
