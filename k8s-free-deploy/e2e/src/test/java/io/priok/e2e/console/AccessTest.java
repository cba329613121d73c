package io.priok.e2e.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who comes in, and what others can do with their browser. */
@Tag("engine")
@Tag("browser")
@ExtendWith(ConsoleExtension.class)
class AccessTest {
    private final ConsoleNode node;
    private final Chromium chromium;

    AccessTest(ConsoleNode node, Chromium chromium) {
        this.node = node;
        this.chromium = chromium;
    }

    private void look(Consumer<Visit> look) {
        chromium.look(node, 1440, 900, look);
    }

    @Test
    void sendsStrangersToTheFormAndThenToWhereTheyWanted() {
        look(visit -> {
            visit.open("tasks.xhtml?history=true");
            assertThat(visit.heading("Sign in")).isVisible();
            visit.fillIn("admin", node.password());
            assertThat(visit.heading("Tasks")).isVisible();
            assertThat(visit.page().url()).isEqualTo(node.url() + "tasks.xhtml?history=true");
            assertThat(visit.complaints()).isEmpty();
        });
    }

    @Test
    void refusesAWrongPassword() {
        look(visit -> {
            visit.open("overview.xhtml").fillIn("admin", "guessed");
            assertThat(visit.page().getByRole(AriaRole.ALERT)).hasText("That name and password do not go together.");
            visit.open("services.xhtml");
            assertThat(visit.heading("Sign in")).isVisible();
        });
    }

    @Test
    void givesNothingAwayToStrangers() {
        look(visit -> {
            RequestOptions noRedirects = RequestOptions.create().setMaxRedirects(0);
            for (String page : List.of(
                    "",
                    "overview.xhtml",
                    "nodes.xhtml",
                    "services.xhtml",
                    "tasks.xhtml",
                    "service-new.xhtml",
                    "jakarta.faces.push/changes",
                    "WEB-INF/web.xml",
                    "resources/console/console.js")) {
                APIResponse response = visit.context().request().get(node.url() + page, noRedirects);
                assertThat(response.status()).as(page).isIn(302, 401, 403, 404);
            }
        });
    }

    @Test
    void endsTheSessionAtSignOut() {
        look(visit -> {
            visit.signIn();
            List<Cookie> stolen = visit.context().cookies();
            visit.button("Sign out").click();
            assertThat(visit.page().getByText("You have signed out.")).isVisible();
            visit.context().addCookies(stolen);
            visit.open("services.xhtml");
            assertThat(visit.heading("Sign in")).isVisible();
        });
    }

    @Test
    void keepsCookiesFromScriptsAndOtherSites() {
        look(visit -> {
            visit.signIn();
            List<Cookie> cookies = visit.context().cookies().stream()
                    .filter(cookie -> cookie.name.startsWith("PriokConsole"))
                    .toList();
            assertThat(cookies).hasSizeGreaterThanOrEqualTo(2).allSatisfy(cookie -> {
                assertThat(cookie.secure).as(cookie.name).isTrue();
                assertThat(cookie.httpOnly).as(cookie.name).isTrue();
                assertThat(cookie.sameSite).as(cookie.name).isEqualTo(SameSiteAttribute.LAX);
                assertThat(cookie.path).as(cookie.name).isEqualTo("/console");
            });
        });
    }

    @Test
    void keepsForeignScriptsAndFramesOut() {
        look(visit -> {
            visit.signIn();
            Response response = visit.page().navigate(node.url() + "overview.xhtml");
            assertThat(response.headerValue("content-security-policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'", "script-src 'self' 'nonce-")
                    .doesNotContain("'unsafe-inline'", "'unsafe-eval'");
            assertThat(response.headerValue("x-frame-options")).isEqualTo("DENY");
            assertThat(response.headerValue("x-content-type-options")).isEqualTo("nosniff");
            assertThat(response.headerValue("cache-control")).contains("no-store");
            assertThat(response.headerValue("x-powered-by")).isNull();
        });
    }

    @Test
    void keepsTheApiAndTheConsoleOnDoorsOfTheirOwn() {
        look(visit -> {
            String origin = node.url().replace("/console/", "");
            for (String path :
                    List.of("/services", "/v1.41/services", "/_ping", "/info", "/health/ready", "/worker/")) {
                assertThat(visit.context().request().get(origin + path).status())
                        .as(path)
                        .isEqualTo(404);
            }
            HttpRequest clear = HttpRequest.newBuilder(URI.create(node.http() + "/console/signin.xhtml"))
                    .build();
            assertThat(ConsoleNode.send(clear).statusCode()).isEqualTo(404);
        });
    }
}
