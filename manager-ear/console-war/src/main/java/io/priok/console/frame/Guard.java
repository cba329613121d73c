package io.priok.console.frame;

import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * In front of every page: headers that keep it out of frames and caches, and the end of sessions whose user is gone. Pages that refresh
 * themselves do not count as their user. There is no HSTS header: with the self-signed certificate of a new node it would lock
 * browsers out; an administrator who installs a real one adds it in the server's configuration.
 */
public class Guard extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String LAST_DEED = "io.priok.console.lastDeed";
    private final transient InstantSource clock = InstantSource.system();
    private transient Idle idle = new Idle(Duration.ofMinutes(30));

    @Override
    public void init(FilterConfig config) throws ServletException {
        super.init(config);
        String minutes = config.getServletContext().getInitParameter("io.priok.console.IDLE_MINUTES");
        if (minutes != null) {
            idle = new Idle(Duration.ofMinutes(Long.parseLong(minutes.strip())));
        }
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        if (!request.getServletPath().startsWith("/jakarta.faces.resource")) {
            response.setHeader("Cache-Control", "no-store");
            if (isAbandoned(request)) {
                request.logout();
                request.getSession().invalidate();
                response.sendRedirect(request.getContextPath() + "/expired.xhtml");
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private boolean isAbandoned(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || request.getUserPrincipal() == null) {
            return false;
        }
        long now = clock.millis();
        if (session.getAttribute(LAST_DEED) instanceof Long last && idle.isOver(last, now)) {
            return true;
        }
        if (Idle.isDeed(request.getParameter(Idle.SOURCE))) {
            session.setAttribute(LAST_DEED, now);
        }
        return false;
    }
}
