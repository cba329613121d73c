package io.priok.api;

import io.priok.api.http.Answers;
import io.priok.api.http.Body;
import io.priok.api.http.JsonText;
import io.priok.api.http.Query;
import io.priok.api.view.NodeView;
import io.priok.control.command.NodeCommands;
import io.priok.control.query.Lookup;
import io.priok.control.query.NodeQueries;
import io.priok.domain.Node;
import io.priok.domain.spec.NodeSpec;
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

/** Nodes. */
@Path("/nodes")
@RequestScoped
public class NodeResource {
    @Inject
    Desk desk;

    @GET
    public Response list(@QueryParam("filters") @Nullable String filters) {
        Image image = desk.image();
        return Answers.list(NodeQueries.list(image, Query.filters(filters)), node -> view(image, node));
    }

    @GET
    @Path("/{id}")
    public Response inspect(@PathParam("id") String id) {
        Image image = desk.image();
        return Answers.ok(view(image, Lookup.node(image, id)));
    }

    @POST
    @Path("/{id}/update")
    public CompletionStage<Response> update(
            @PathParam("id") String id,
            @QueryParam("version") @Nullable String version,
            JsonText body,
            @HeaderParam("Content-Type") @Nullable String type) {
        NodeSpec spec = Body.read(body, type, NodeSpec.class);
        long seen = Query.version("node", version);
        Image image = desk.image();
        return desk.commit(
                new NodeCommands(desk.author()).update(image, Lookup.node(image, id), seen, spec), Answers::empty);
    }

    @DELETE
    @Path("/{id}")
    public CompletionStage<Response> remove(@PathParam("id") String id, @QueryParam("force") @Nullable String force) {
        Node node = Lookup.node(desk.image(), id);
        return desk.commit(new NodeCommands(desk.author()).remove(node, Query.flag(force)), Answers::empty);
    }

    private NodeView view(Image image, Node node) {
        return NodeView.of(node, image.leader().orElse(null), desk.local().certificates());
    }
}
