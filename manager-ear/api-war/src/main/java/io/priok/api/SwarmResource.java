package io.priok.api;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;

import io.priok.api.http.Answers;
import io.priok.api.http.Body;
import io.priok.api.http.JsonText;
import io.priok.api.http.Query;
import io.priok.api.view.SwarmView;
import io.priok.control.command.SwarmCommands;
import io.priok.control.port.LocalSwarm;
import io.priok.control.port.Refusals;
import io.priok.domain.Cluster;
import io.priok.domain.Refusal;
import io.priok.domain.spec.ClusterSpec;
import io.priok.identity.IdSource;
import io.priok.image.Image;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The swarm itself: starting, joining, leaving, settings, tokens and locking. */
@Path("/swarm")
@RequestScoped
public class SwarmResource {
    @Inject
    Desk desk;

    @Inject
    IdSource ids;

    /** The body of {@code POST /swarm/unlock}. */
    public record Unlock(String unlockKey) {}

    @GET
    public Response inspect() {
        Image image = desk.image();
        return Answers.ok(SwarmView.of(cluster(image), desk.local().certificates()));
    }

    @POST
    @Path("/init")
    public CompletionStage<Response> init(JsonText body, @HeaderParam("Content-Type") @Nullable String type) {
        InitBody asked = Body.read(body, type, InitBody.class);
        if (desk.local().isMember() && !asked.forceNewCluster()) {
            throw Refusals.alreadyMember();
        }
        SwarmCommands.checkInit(asked.request());
        return desk.lifecycle()
                .init(asked.request())
                .handle((id, failure) -> failure == null ? Answers.ok(id.value()) : Answers.failure(failure));
    }

    @POST
    @Path("/join")
    public CompletionStage<Response> join(JsonText body, @HeaderParam("Content-Type") @Nullable String type) {
        JoinBody asked = Body.read(body, type, JoinBody.class);
        if (desk.local().isMember()) {
            throw Refusals.alreadyMember();
        }
        if (asked.remoteAddrs().isEmpty()) {
            throw Refusal.plain(INVALID_ARGUMENT, "at least 1 RemoteAddr is required to join");
        }
        return desk.lifecycle()
                .join(asked.request())
                .handle((id, failure) -> failure == null ? Answers.empty() : Answers.failure(failure));
    }

    @POST
    @Path("/leave")
    public CompletionStage<Response> leave(@QueryParam("force") @Nullable String force) {
        if (!desk.local().isMember()) {
            throw Refusals.notMember();
        }
        boolean forced = Query.flag(force);
        if (!forced) {
            SwarmCommands.checkLeave(desk.imageIfAny(), desk.self());
        }
        return desk.lifecycle()
                .leave(forced)
                .handle((nothing, failure) -> failure == null ? Answers.empty() : Answers.failure(failure));
    }

    @POST
    @Path("/update")
    public CompletionStage<Response> update(
            JsonText body,
            @HeaderParam("Content-Type") @Nullable String type,
            @QueryParam("version") @Nullable String version,
            @QueryParam("rotateWorkerToken") @Nullable String rotateWorker,
            @QueryParam("rotateManagerToken") @Nullable String rotateManager,
            @QueryParam("rotateManagerUnlockKey") @Nullable String rotateKey) {
        ClusterSpec spec = Body.read(body, type, ClusterSpec.class);
        long seen = Query.version("swarm", version);
        Cluster current = cluster(desk.image());
        if (Query.flag(rotateKey) && desk.lifecycle().unlockKey().isEmpty()) {
            throw Refusal.control(Refusal.Kind.UNIMPLEMENTED, "auto-lock of managers is not supported");
        }
        SwarmCommands.Rotation rotation = new SwarmCommands.Rotation(
                rotated(current.joinTokens().worker(), rotateWorker),
                rotated(current.joinTokens().manager(), rotateManager));
        return desk.commit(new SwarmCommands(desk.author()).update(current, seen, spec, rotation), Answers::empty);
    }

    @GET
    @Path("/unlockkey")
    public Response unlockKey() {
        desk.image();
        return Answers.json(
                200,
                jakarta.json.Json.createObjectBuilder(
                                Map.of("UnlockKey", desk.lifecycle().unlockKey()))
                        .build()
                        .toString());
    }

    @POST
    @Path("/unlock")
    public CompletionStage<Response> unlock(JsonText body, @HeaderParam("Content-Type") @Nullable String type) {
        Unlock asked = Body.read(body, type, Unlock.class);
        LocalSwarm local = desk.local();
        if (local.state() != LocalSwarm.State.LOCKED) {
            throw local.isMember()
                    ? Refusal.plain(Refusal.Kind.ALREADY_EXISTS, "swarm is not locked")
                    : Refusals.notMember();
        }
        return desk.lifecycle()
                .unlock(asked.unlockKey() == null ? "" : asked.unlockKey())
                .handle((nothing, failure) -> failure == null ? Answers.empty() : Answers.failure(failure));
    }

    /** A new secret behind the same digest of the trust root. */
    private Optional<String> rotated(String token, @Nullable String flag) {
        return Query.flag(flag)
                ? Optional.of(token.substring(0, token.lastIndexOf('-') + 1) + ids.next())
                : Optional.empty();
    }

    private static Cluster cluster(Image image) {
        return image.cluster().orElseThrow(Refusals::noLeader);
    }
}
