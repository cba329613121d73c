package io.priok.api;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;

import io.priok.api.http.Answers;
import io.priok.api.http.Body;
import io.priok.api.http.JsonText;
import io.priok.api.http.Query;
import io.priok.api.view.CreatedView;
import io.priok.api.view.ServiceView;
import io.priok.control.command.Created;
import io.priok.control.command.ServiceCommands;
import io.priok.control.query.Lookup;
import io.priok.control.query.ServiceQueries;
import io.priok.control.spec.ConstraintGrammar;
import io.priok.domain.spec.ServiceSpec;
import io.priok.image.Image;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Services. Their logs are streamed elsewhere. */
@Path("/services")
@RequestScoped
public class ServiceResource {
    private static final String UPDATED = "{\"Warnings\":null}";

    @Inject
    Desk desk;

    @GET
    public Response list(
            @QueryParam("filters") @Nullable String filters, @QueryParam("status") @Nullable String status) {
        Image image = desk.image();
        boolean withStatus = Query.flag(status);
        return Answers.list(
                ServiceQueries.list(image, Query.filters(filters, INVALID_ARGUMENT)),
                service -> withStatus
                        ? ServiceView.of(service, ServiceQueries.progress(image, desk.seen(), service))
                        : ServiceView.of(service, false));
    }

    @POST
    @Path("/create")
    public CompletionStage<Response> create(JsonText body, @HeaderParam("Content-Type") @Nullable String type) {
        ServiceSpec spec = Body.read(body, type, ServiceSpec.class);
        Created created = commands().create(desk.image(), spec);
        return desk.commit(created.transaction(), () -> Answers.created(CreatedView.of(created)));
    }

    @GET
    @Path("/{id}")
    public Response inspect(@PathParam("id") String id, @QueryParam("insertDefaults") @Nullable String insertDefaults) {
        return Answers.ok(ServiceView.of(Lookup.service(desk.image(), id), Query.flag(insertDefaults)));
    }

    @POST
    @Path("/{id}/update")
    public CompletionStage<Response> update(
            @PathParam("id") String id,
            @QueryParam("version") @Nullable String version,
            @QueryParam("rollback") @DefaultValue("") String rollback,
            @QueryParam("registryAuthFrom") @DefaultValue("") String registryAuthFrom,
            JsonText body,
            @HeaderParam("Content-Type") @Nullable String type) {
        ServiceSpec spec = Body.read(body, type, ServiceSpec.class);
        long seen = Query.version("service", version);
        Image image = desk.image();
        ServiceCommands.Source source = ServiceCommands.source(rollback);
        ServiceCommands.checkWire(spec);
        return desk.commit(
                commands().update(image, Lookup.service(image, id), seen, spec, registryAuthFrom, source),
                () -> Answers.json(200, UPDATED));
    }

    @DELETE
    @Path("/{id}")
    public CompletionStage<Response> remove(@PathParam("id") String id) {
        return desk.commit(commands().remove(Lookup.service(desk.image(), id)), Answers::empty);
    }

    private ServiceCommands commands() {
        return new ServiceCommands(desk.author(), new ConstraintGrammar());
    }
}
