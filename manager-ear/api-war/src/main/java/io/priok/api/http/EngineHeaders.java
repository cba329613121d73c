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
        HttpServletResponse http = (HttpServletResponse) response;
        http.setHeader("Api-Version", ApiVersions.NEWEST);
        http.setHeader("Docker-Experimental", "false");
        http.setHeader("Ostype", "linux");
        http.setHeader("Server", SERVER);
        chain.doFilter(request, response);
    }
}
