package io.priok.api.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the optional {@code /v1.NN} off the path before it is matched, and refuses versions that are not spoken. */
@Provider
@PreMatching
public class VersionPrefix implements ContainerRequestFilter {
    private static final Pattern PREFIX = Pattern.compile("^/?v([0-9]{1,4}(?:\\.[0-9]{1,4})*)(?=/|$)");

    @Override
    public void filter(ContainerRequestContext request) {
        UriInfo uri = request.getUriInfo();
        String path = uri.getPath(false);
        Matcher prefix = PREFIX.matcher(path);
        if (!prefix.find()) {
            return;
        }
        ApiVersions.check(prefix.group(1));
        String rest = path.substring(prefix.end());
        String query = uri.getRequestUri().getRawQuery();
        URI base = uri.getBaseUri();
        String target = base.toString().replaceAll("/$", "") + (rest.isEmpty() ? "/" : rest);
        request.setRequestUri(base, URI.create(query == null ? target : target + "?" + query));
    }
}
