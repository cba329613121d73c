package io.priok.api;

import io.priok.api.http.Answers;
import io.priok.api.http.Body;
import io.priok.api.http.JsonText;
import io.priok.api.http.Query;
import io.priok.api.view.CreatedView;
import io.priok.api.view.DataView;
import io.priok.control.command.ConfigCommands;
import io.priok.control.command.Created;
import io.priok.control.query.DataQueries;
import io.priok.control.query.Lookup;
import io.priok.domain.Config;
import io.priok.domain.spec.DataSpec;
import io.priok.image.Image;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Configs. */
@Path("/configs")
@RequestScoped
public class ConfigResource {
    @Inject
    Desk desk;

    @GET
    public Response list(@QueryParam("filters") @Nullable String filters) {
        return Answers.list(DataQueries.configs(desk.image(), Query.filters(filters)), DataView::of);
    }

    @POST
    @Path("/create")
    public CompletionStage<Response> create(JsonText body, @HeaderParam("Content-Type") @Nullable String type) {
        DataSpec spec = Body.read(body, type, DataSpec.class);
        Created created = commands().create(desk.image(), spec);
        return desk.commit(created.transaction(), () -> Answers.created(CreatedView.of(created)));
    }

    @GET
    @Path("/{id}")
    public Response inspect(@PathParam("id") String id) {
        return Answers.ok(DataView.of(Lookup.config(desk.image(), id)));
    }

    @POST
    @Path("/{id}/update")
    public CompletionStage<Response> update(
            @PathParam("id") String id,
            @QueryParam("version") @Nullable String version,
            JsonText body,
            @HeaderParam("Content-Type") @Nullable String type) {
        DataSpec spec = Body.read(body, type, DataSpec.class);
        long seen = Query.version("config", version);
        Config current = Lookup.config(desk.image(), id);
        return desk.commit(commands().update(current, seen, spec), Answers::empty);
    }

    @DELETE
    @Path("/{id}")
    public CompletionStage<Response> remove(@PathParam("id") String id) {
        Image image = desk.image();
        return desk.commit(commands().remove(image, Lookup.config(image, id)), Answers::noContent);
    }

    private ConfigCommands commands() {
        return new ConfigCommands(desk.author());
    }
}
