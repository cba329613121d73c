package io.priok.console.signin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody wanted to go before the form. The server remembers it in a cookie, which others may write: only a page of the
 * console's own is taken from it, never a host.
 */
final class Destination {
    /** Liberty's name for it. */
    static final String COOKIE = "WASReqURL";

    static final String HOME = "/overview.xhtml";

    private static final Pattern PAGE = Pattern.compile("/[a-z-]+\\.xhtml");

    private Destination() {}

    /**
     * @param remembered the address that was asked for first, absent when nothing was
     * @param context the console's path
     * @return a path under the context with its query
     */
    static String of(@Nullable String remembered, String context) {
        if (remembered == null) {
            return HOME;
        }
        // Liberty leaves the host out: https://:9443/console/…
        String address = remembered.replaceFirst("^https?://[^/]*", "");
        try {
            URI uri = new URI(address);
            String path = uri.getRawPath();
            if (path == null || !path.startsWith(context + "/")) {
                return HOME;
            }
            String page = path.substring(context.length());
            boolean ours = PAGE.matcher(page).matches() && !page.equals("/signin.xhtml");
            return !ours ? HOME : uri.getRawQuery() == null ? page : page + "?" + uri.getRawQuery();
        } catch (URISyntaxException e) {
            return HOME;
        }
    }
}
