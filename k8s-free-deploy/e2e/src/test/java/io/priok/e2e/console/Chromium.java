package io.priok.e2e.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The distribution's Chromium, driven through Playwright, which downloads nothing. */
public record Chromium(Playwright playwright, Browser browser) implements AutoCloseable {
    /** Generous: a loaded machine is no failure. */
    static final double PATIENCE = 60_000;

    private static final int ATTEMPTS = 10;

    static Chromium start() {
        return start(executable());
    }

    /** @param executable Chromium, or a command that runs it in another network */
    public static Chromium start(Path executable) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        // Tests often run as root, for whom Chromium has no sandbox.
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(List.of("--no-sandbox")));
        return new Chromium(playwright, browser);
    }

    public static Path executable() {
        return Stream.of(
                        System.getProperty("priok.chromium", ""),
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome")
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("no Chromium: apt-get install chromium, or -Dpriok.chromium=PATH"));
    }

    /**
     * Looks at an empty swarm from a window of its own with empty storage. Chromium breaks off what it is doing when an address comes
     * or goes on any of the host's interfaces, as with each container: a look that was so disturbed and failed proves nothing
     * and is repeated from the start.
     */
    void look(ConsoleNode node, int width, int height, Consumer<Visit> look) {
        look(node, width, height, node::empty, look);
    }

    /** @param empty makes an empty swarm, before and after each look */
    public void look(ConsoleNode node, int width, int height, Runnable empty, Consumer<Visit> look) {
        for (int attempt = 1; ; attempt++) {
            empty.run();
            try (Visit visit = visit(node, width, height)) {
                try {
                    look.accept(visit);
                    return;
                } catch (AssertionError | RuntimeException e) {
                    if (attempt == ATTEMPTS || !visit.isDisturbed()) {
                        throw e;
                    }
                }
            } finally {
                empty.run();
            }
        }
    }

    private Visit visit(ConsoleNode node, int width, int height) {
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setIgnoreHTTPSErrors(true).setViewportSize(width, height));
        context.setDefaultTimeout(PATIENCE);
        context.setDefaultNavigationTimeout(PATIENCE);
        return Visit.in(context, node);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
