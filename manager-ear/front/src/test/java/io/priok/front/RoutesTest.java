package io.priok.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private final Routes routes = new Routes(new ApiVersion(1, 24), new ApiVersion(1, 50));

    /** Every operation of the API's definition, version 1.50, that is Priok's. */
    private static final String SWARM = """
            GET /info
            GET /version
            GET /_ping
            HEAD /_ping
            GET /events
            GET /networks
            GET /networks/{id}
            DELETE /networks/{id}
            POST /networks/create
            GET /nodes
            GET /nodes/{id}
            DELETE /nodes/{id}
            POST /nodes/{id}/update
            GET /swarm
            POST /swarm/init
            POST /swarm/join
            POST /swarm/leave
            POST /swarm/update
            GET /swarm/unlockkey
            POST /swarm/unlock
            GET /services
            POST /services/create
            GET /services/{id}
            DELETE /services/{id}
            POST /services/{id}/update
            GET /services/{id}/logs
            GET /tasks
            GET /tasks/{id}
            GET /tasks/{id}/logs
            GET /secrets
            POST /secrets/create
            GET /secrets/{id}
            DELETE /secrets/{id}
            POST /secrets/{id}/update
            GET /configs
            POST /configs/create
            GET /configs/{id}
            DELETE /configs/{id}
            POST /configs/{id}/update
            """;

    /** And every other one. */
    private static final String ENGINE = """
            GET /containers/json
            POST /containers/create
            GET /containers/{id}/json
            GET /containers/{id}/top
            GET /containers/{id}/logs
            GET /containers/{id}/changes
            GET /containers/{id}/export
            GET /containers/{id}/stats
            POST /containers/{id}/resize
            POST /containers/{id}/start
            POST /containers/{id}/stop
            POST /containers/{id}/restart
            POST /containers/{id}/kill
            POST /containers/{id}/update
            POST /containers/{id}/rename
            POST /containers/{id}/pause
            POST /containers/{id}/unpause
            POST /containers/{id}/attach
            GET /containers/{id}/attach/ws
            POST /containers/{id}/wait
            DELETE /containers/{id}
            HEAD /containers/{id}/archive
            GET /containers/{id}/archive
            PUT /containers/{id}/archive
            POST /containers/prune
            GET /images/json
            POST /build
            POST /build/prune
            POST /images/create
            GET /images/{name}/json
            GET /images/{name}/history
            POST /images/{name}/push
            POST /images/{name}/tag
            DELETE /images/{name}
            GET /images/search
            POST /images/prune
            POST /auth
            POST /commit
            GET /system/df
            GET /images/{name}/get
            GET /images/get
            POST /images/load
            POST /containers/{id}/exec
            POST /exec/{id}/start
            POST /exec/{id}/resize
            GET /exec/{id}/json
            GET /volumes
            POST /volumes/create
            GET /volumes/{name}
            PUT /volumes/{name}
            DELETE /volumes/{name}
            POST /volumes/prune
            POST /networks/{id}/connect
            POST /networks/{id}/disconnect
            POST /networks/prune
            GET /plugins
            GET /plugins/privileges
            POST /plugins/pull
            GET /plugins/{name}/json
            DELETE /plugins/{name}
            POST /plugins/{name}/enable
            POST /plugins/{name}/disable
            POST /plugins/{name}/upgrade
            POST /plugins/create
            POST /plugins/{name}/push
            POST /plugins/{name}/set
            GET /distribution/{name}/json
            POST /session
            """;

    private Route.Forward forward(String method, String uri) {
        assertThat(routes.decide(method, uri)).isInstanceOf(Route.Forward.class);
        return (Route.Forward) routes.decide(method, uri);
    }

    private void assertAll(String operations, Backend expected) {
        for (String operation : operations.lines().toList()) {
            List<String> words = List.of(operation.split(" ", 2));
            String path = words.get(1).replace("{id}", "web.1.x").replace("{name}", "registry/app:1");
            for (String prefix : List.of("", "/v1.24", "/v1.41", "/v1.50")) {
                for (String query : List.of("", "?a=b/../c%zz")) {
                    String uri = prefix + path + query;
                    assertThat(forward(words.get(0), uri).backend())
                            .as(operation)
                            .isEqualTo(expected);
                    assertThat(forward(words.get(0), uri).uri()).isEqualTo(uri);
                }
            }
        }
    }

    @Test
    void clusterOperationsAreOurs() {
        assertAll(SWARM, Backend.SWARM);
    }

    @Test
    void allOtherOperationsAreTheEngines() {
        assertAll(ENGINE, Backend.ENGINE);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/,ENGINE",
        "GET,/nosuch,ENGINE",
        "GET,/v1.41/nosuch/swarm,ENGINE",
        "GET,/v1.41,ENGINE",
        "GET,/swarmx,ENGINE",
        "GET,/containers/swarm/json,ENGINE",
        "POST,/_ping,ENGINE",
        "POST,/info,ENGINE",
        "GET,/info/x,ENGINE",
        "PUT,/networks/n,ENGINE",
        "OPTIONS,/containers/json,ENGINE",
        "GET,/networks/,SWARM",
        "GET,/v1.41/networks/prune,SWARM",
        "PATCH,/swarm/new,SWARM",
        "GET,/%73warm,SWARM",
        "POST,/v1.41/s%77arm/init,SWARM",
        "GET,http://host:2375/v1.41/nodes,SWARM",
        "GET,http://host,ENGINE"
    })
    void decidesByMethodAndDecodedPath(String method, String uri, Backend expected) {
        assertThat(forward(method, uri).backend()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "swarm",
                "/containers/../swarm/init",
                "/containers/%2e%2e/swarm/init",
                "/containers/%2E./swarm/init",
                "/./swarm",
                "//swarm/init",
                "/v1.41//swarm/init",
                "/x/..",
                "/a%5cb",
                "/a%00b",
                "/a%zz",
                "/%761.41/swarm/init",
                "/v1.41.0/swarm/init",
                "/v1/swarm/init",
                "/v./swarm/init",
                "/v99999.1/info"
            })
    void refusesWhatTheBackendsCouldReadDifferently(String uri) {
        assertThat(routes.decide("POST", uri))
                .isInstanceOfSatisfying(
                        Route.Refuse.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(400));
    }

    @Test
    void refusesToTunnel() {
        assertThat(routes.decide("CONNECT", "host:80")).isInstanceOf(Route.Refuse.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1.23/info", "/v1.9/containers/json", "/v0.50/nosuch"})
    void refusesVersionsThatAreTooOld(String uri) {
        String version = uri.substring(2, uri.indexOf('/', 2));
        assertThat(routes.decide("GET", uri))
                .isEqualTo(new Route.Refuse(
                        400,
                        "client version " + version + " is too old. Minimum supported API version is 1.24,"
                                + " please upgrade your client to a newer version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1.51/info", "/v1.99/containers/json", "/v2.0/nosuch"})
    void refusesVersionsThatAreTooNew(String uri) {
        String version = uri.substring(2, uri.indexOf('/', 2));
        assertThat(routes.decide("GET", uri))
                .isEqualTo(new Route.Refuse(
                        400, "client version " + version + " is too new. Maximum supported API version is 1.50"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1.50/containers/json?all=1,/v1.41/containers/json?all=1",
        "/v1.42/images/a%2Fb/json,/v1.41/images/a%2Fb/json",
        "/v1.41/containers/json,/v1.41/containers/json",
        "/v1.24/containers/json,/v1.24/containers/json",
        "/v1.9x/containers/json,/v1.9x/containers/json",
        "/containers/json,/containers/json",
        "/v1.50,/v1.41"
    })
    void lowersTheVersionToTheEngines(String uri, String expected) {
        assertThat(forward("GET", uri).uriFor(new ApiVersion(1, 41))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/v1.41/containers/c/attach?stream=1,BY_UPGRADE_OR_RAW_BODY",
        "POST,/exec/e/start,BY_UPGRADE_OR_RAW_BODY",
        "POST,/v1.50/session,BY_UPGRADE",
        "POST,/grpc,BY_UPGRADE",
        "GET,/containers/c/attach,NEVER",
        "GET,/containers/c/attach/ws,NEVER",
        "POST,/containers/c/start,NEVER",
        "POST,/exec/e/resize,NEVER",
        "POST,/services/c/attach,NEVER",
        "POST,/swarm/init,NEVER",
        "POST,/build,NEVER"
    })
    void onlyStreamsMayBeHijacked(String method, String uri, Hijack expected) {
        assertThat(forward(method, uri).hijack()).isEqualTo(expected);
    }

    @Test
    void comparesVersionsByNumber() {
        assertThat(new ApiVersion(1, 9)).isLessThan(new ApiVersion(1, 41));
        assertThat(ApiVersion.parse("1.41")).contains(new ApiVersion(1, 41));
        assertThat(ApiVersion.parse("1.41.1")).isEmpty();
        assertThat(ApiVersion.parse("-1.4")).isEmpty();
    }
}
