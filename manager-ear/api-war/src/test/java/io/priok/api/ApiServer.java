package io.priok.api;

import io.priok.api.engine.EngineFacts;
import io.priok.api.http.BodyLimit;
import io.priok.api.http.EngineHeaders;
import io.priok.api.http.FailureMapper;
import io.priok.api.http.JsonTextProvider;
import io.priok.api.http.VersionPrefix;
import io.priok.api.stream.EventsStream;
import io.priok.api.stream.LogStream;
import io.priok.api.stream.PooledStreamFilter;
import io.priok.api.stream.StreamFilter;
import io.priok.control.command.Author;
import io.priok.identity.IdSource;
import io.priok.identity.RandomIds;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.util.ImmediateInstanceHandle;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.ws.rs.core.Application;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jboss.resteasy.core.ResteasyDeploymentImpl;
import org.jboss.resteasy.plugins.server.undertow.UndertowJaxrsServer;
import org.jboss.resteasy.spi.ResteasyDeployment;

/** The API in this process, on a free loopback port, over fakes. */
final class ApiServer implements AutoCloseable {
    final FakeCluster cluster = new FakeCluster();
    final FakeEngine engine = new FakeEngine();
    final FakeLogs logs = new FakeLogs();
    final FakeSwarm swarm;
    final int port;
    private final Server server = new Server();
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    final HttpClient client = HttpClient.newHttpClient();
    private final IdSource ids = new RandomIds(new Random(1));
    private final InstantSource clock = InstantSource.system();

    private static final class Server extends UndertowJaxrsServer {
        int port() {
            return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
        }
    }

    @SuppressWarnings("deprecation") // the only way to hand over instances
    static final class Resources extends Application {
        private final Set<Object> singletons;

        Resources(Set<Object> singletons) {
            this.singletons = singletons;
        }

        @Override
        public Set<Object> getSingletons() {
            return singletons;
        }
    }

    ApiServer() {
        swarm = new FakeSwarm(cluster, new Author(ids, clock));
        ResteasyDeployment deployment = new ResteasyDeploymentImpl();
        deployment.setApplication(new Resources(resources()));
        DeploymentInfo info = server.undertowDeployment(deployment, "/")
                .setClassLoader(ApiServer.class.getClassLoader())
                .setContextPath("/")
                .setDeploymentName("api")
                .addFilter(Servlets.filter("headers", EngineHeaders.class).setAsyncSupported(true))
                .addFilterUrlMapping("headers", "/*", DispatcherType.REQUEST)
                .addFilter(
                        Servlets.filter("streams", StreamFilter.class, () -> new ImmediateInstanceHandle<>(streams()))
                                .setAsyncSupported(true))
                .addFilterUrlMapping("streams", "/*", DispatcherType.REQUEST);
        server.deploy(info);
        server.start(Undertow.builder().addHttpListener(0, "127.0.0.1"));
        port = server.port();
    }

    private StreamFilter streams() {
        Desk desk = new Desk(cluster, swarm, ids, clock);
        StreamFilter filter = new PooledStreamFilter(executor);
        inject(filter, List.of(new LogStream(desk, logs), new EventsStream(desk, cluster, engine, clock)));
        return filter;
    }

    private Set<Object> resources() {
        List<Object> beans = List.of(
                new Desk(cluster, swarm, ids, clock), cluster, swarm, engine, ids, clock, new EngineFacts(engine));
        List<Object> resources = List.of(
                new PingResource(),
                new SystemResource(),
                new SwarmResource(),
                new NodeResource(),
                new ServiceResource(),
                new TaskResource(),
                new NetworkResource(),
                new SecretResource(),
                new ConfigResource());
        resources.forEach(resource -> inject(resource, beans));
        Set<Object> all = new HashSet<>(resources);
        all.add(new VersionPrefix());
        all.add(new FailureMapper());
        all.add(new BodyLimit());
        all.add(new JsonTextProvider());
        return all;
    }

    /** Does for the resources what the container would. */
    private static void inject(Object target, List<Object> beans) {
        Class<?> type = target instanceof StreamFilter ? StreamFilter.class : target.getClass();
        for (Field field : type.getDeclaredFields()) {
            if (field.isAnnotationPresent(Inject.class)) {
                Object bean = beans.stream()
                        .filter(field.getType()::isInstance)
                        .findFirst()
                        .orElseThrow();
                try {
                    field.setAccessible(true);
                    field.set(target, bean);
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** A swarm of one node, h1. */
    ApiServer withSwarm() {
        post("/v1.41/swarm/init", "{\"ListenAddr\":\"0.0.0.0:2377\",\"AdvertiseAddr\":\"10.99.0.11\"}");
        return this;
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, null, null);
    }

    HttpResponse<String> post(String path, String json) {
        return send("POST", path, json, "application/json");
    }

    HttpResponse<String> send(String method, String path, String body, String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
        executor.shutdownNow();
    }
}
