package io.priok.api.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The headers by which clients know a Docker engine, on every answer. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class EngineHeaders implements Filter {
    static final String SERVER = "Priok/0.1.0 (linux)";

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        set((HttpServletResponse) response);
        chain.doFilter(request, response);
    }

    /** Sets them on an answer that is not committed yet. */
    public static void set(HttpServletResponse response) {
        response.setHeader("Api-Version", ApiVersions.NEWEST);
        response.setHeader("Docker-Experimental", "false");
        response.setHeader("Ostype", "linux");
        response.setHeader("Server", SERVER);
    }
}
