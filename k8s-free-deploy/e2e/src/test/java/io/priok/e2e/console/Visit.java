package io.priok.e2e.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * One person's window, and what the browser complained of in it.
 *
 * @param complaints errors and warnings of the page's console, and what its scripts threw
 * @param disturbances requests that broke off because the host's network changed
 */
public record Visit(
        BrowserContext context, Page page, ConsoleNode node, List<String> complaints, List<String> disturbances)
        implements AutoCloseable {
    private static final String NETWORK_CHANGED = "ERR_NETWORK_CHANGED";
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    static Visit in(BrowserContext context, ConsoleNode node) {
        return in(context, node, new CopyOnWriteArrayList<>());
    }

    private static Visit in(BrowserContext context, ConsoleNode node, List<String> disturbances) {
        Page page = context.newPage();
        List<String> complaints = new CopyOnWriteArrayList<>();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.type() + ": " + message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequestFailed(request -> {
            if (String.valueOf(request.failure()).contains(NETWORK_CHANGED)) {
                disturbances.add(request.url());
            }
        });
        return new Visit(context, page, node, complaints, disturbances);
    }

    public Visit open(String pageAndQuery) {
        page.navigate(node.url() + pageAndQuery);
        return this;
    }

    /** Another page of the same person in the same browser. */
    public Visit another() {
        return in(context, node, disturbances);
    }

    /** True when the host's network was seen to change in between. */
    boolean isDisturbed() {
        return !disturbances.isEmpty();
    }

    Visit fillIn(String name, String password) {
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(password);
        button("Sign in").click();
        return this;
    }

    public Visit signIn() {
        open("overview.xhtml").fillIn("admin", node.password());
        assertThat(button("Sign out")).isVisible();
        return this;
    }

    public Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** The heading that begins so. */
    public Locator heading(String name) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name)));
    }

    /** The dialog that is open. */
    public Locator dialog() {
        return page.locator("dialog[open]");
    }

    /** Rows of tasks in a state, as the page shows them now. */
    public Locator tasks(String state) {
        return page.locator("tr[data-state='" + state + "']");
    }

    public Locator notice() {
        return page.locator(".notice");
    }

    /** The tasks of a state on a node. */
    public Locator tasks(String state, String node) {
        return page.locator("tr[data-state='" + state + "']:has(td[data-label=Node] a:text-is('" + node + "'))");
    }

    /** Through the node's page, with the command that it shows. */
    public void setAvailability(String node, String verb, String word) {
        open("node.xhtml?id=" + node);
        button(verb).click();
        assertThat(dialog().locator("code")).hasText("docker node update --availability " + word + " " + node);
        dialog().getByText(verb, new Locator.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("[data-fact=availability]")).hasText(word);
    }

    /** A mark that a reload would wipe away. */
    public Visit mark() {
        page.evaluate("window.unreloaded = true");
        return this;
    }

    public boolean isUnreloaded() {
        return Boolean.TRUE.equals(page.evaluate("window.unreloaded === true"));
    }

    /** Fields without a label. Asked at once: the page may replace them between two questions. */
    List<String> unlabelled() {
        Object names = page.evaluate("Array.from(document.querySelectorAll("
                + "'input:not([type=hidden]):not([type=submit]), textarea, select'))"
                + ".filter(field => field.labels.length === 0).map(field => field.id || field.name)");
        return ((List<?>) names).stream().map(String::valueOf).toList();
    }

    /** CSS pixels by which the page is wider than the window. */
    int overflow() {
        return ((Number) page.evaluate("document.documentElement.scrollWidth - window.innerWidth")).intValue();
    }

    public Visit screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
        return this;
    }

    @Override
    public void close() {
        context.close();
    }
}
