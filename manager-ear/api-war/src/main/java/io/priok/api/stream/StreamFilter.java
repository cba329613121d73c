package io.priok.api.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.api.http.Answers;
import io.priok.api.http.ApiVersions;
import io.priok.api.http.EngineHeaders;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the requests for endless answers before JAX-RS sees them, because a resource would hold a thread for each. The order of
 * filters is the container's choice, so the headers are set here, too.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class StreamFilter implements Filter {
    private static final Pattern STREAM =
            Pattern.compile("(?:/v([0-9]{1,4}(?:\\.[0-9]{1,4})*))?/(?:(events)|(services|tasks)/([^/]+)/logs)");

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    @Resource
    ManagedExecutorService executor;

    @Resource
    ManagedScheduledExecutorService timer;

    @Inject
    LogStream logs;

    @Inject
    EventsStream events;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        Matcher path = STREAM.matcher(http.getRequestURI());
        if (!http.getMethod().equals("GET") || !path.matches()) {
            chain.doFilter(request, response);
            return;
        }
        EngineHeaders.set((HttpServletResponse) response);
        try {
            if (path.group(1) != null) {
                ApiVersions.check(path.group(1));
            }
            start(http, (HttpServletResponse) response, path);
        } catch (RuntimeException refused) {
            refuse((HttpServletResponse) response, Answers.failure(refused));
        }
    }

    private void start(HttpServletRequest request, HttpServletResponse response, Matcher path) throws IOException {
        Parameters parameters = new Parameters(request::getParameter);
        Opening opening = path.group(2) != null
                ? events.prepare(parameters, request.getQueryString())
                : logs.prepare(path.group(3), URLDecoder.decode(path.group(4), UTF_8), parameters, timer());
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(opening.contentType());
        AsyncContext context = request.startAsync(request, response);
        context.setTimeout(0);
        Outflow outflow = new Outflow(context, executor());
        context.addListener(new Ending(outflow));
        response.flushBuffer();
        // The container keeps the headers back until there is a body, and clients wait for them.
        outflow.offer(opening.idle());
        opening.open(outflow);
        outflow.from(keepAlive(outflow, opening.idle()));
    }

    /** A client that left is noticed by writing to it, at the second time: the first write after its end is still taken. */
    private AutoCloseable keepAlive(Outflow outflow, byte[] idle) {
        if (idle.length == 0) {
            return () -> {};
        }
        ScheduledFuture<?> beat = timer().scheduleWithFixedDelay(
                        () -> outflow.offer(idle), KEEP_ALIVE.toSeconds(), KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS);
        return () -> beat.cancel(false);
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    Executor executor() {
        return executor;
    }

    private static void refuse(HttpServletResponse response, Response refusal) throws IOException {
        response.setStatus(refusal.getStatus());
        response.setContentType("application/json");
        response.getOutputStream().write(String.valueOf(refusal.getEntity()).getBytes(UTF_8));
    }

    /** A stream whose request was found good; opening it begins to write. */
    interface Opening {
        String contentType();

        void open(Outflow outflow);

        /** What means nothing to the client and may be written at any time between others; empty when nothing is. */
        byte[] idle();
    }

    /** The container's news of the request. */
    private record Ending(Outflow outflow) implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            outflow.close();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            outflow.close();
        }

        @Override
        public void onError(AsyncEvent event) {
            outflow.close();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
