package io.priok.e2e.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every screen on a laptop and on a phone: fits, is labelled, and the browser has nothing to complain of. */
@Tag("engine")
@Tag("browser")
@ExtendWith(ConsoleExtension.class)
class LooksTest {
    private final ConsoleNode node;
    private final Chromium chromium;

    LooksTest(ConsoleNode node, Chromium chromium) {
        this.node = node;
        this.chromium = chromium;
    }

    @ParameterizedTest
    @CsvSource({"laptop, 1440, 900", "phone, 390, 844"})
    void fitsTheScreen(String device, int width, int height) {
        chromium.look(node, width, height, visit -> {
            node.create("web", 3);
            node.create("a-service-with-quite-a-long-name-that-must-still-fit-somehow", 1);
            node.awaitRunning(4);
            visit.open("signin.xhtml");
            check(visit, device, "signin");
            visit.signIn().open("tasks.xhtml?service=web");
            assertThat(visit.tasks("running")).hasCount(3);
            check(visit, device, "tasks");
            for (String page : new String[] {"overview", "nodes", "services", "service-new"}) {
                visit.open(page + ".xhtml");
                check(visit, device, page);
            }
            visit.open("service.xhtml?id=web");
            visit.button("Scale").click();
            check(visit, device, "scale");
            visit.open("nodes.xhtml");
            visit.page().locator("tr[data-node] a").first().click();
            assertThat(visit.page().locator("[data-fact=availability]")).isVisible();
            check(visit, device, "node");
            visit.open("nosuch.xhtml");
            assertThat(visit.complaints()).allMatch(complaint -> complaint.contains("404"));
        });
    }

    private static void check(Visit visit, String device, String name) {
        visit.screenshot(name + "-" + device);
        assertThat(visit.overflow()).as("%s is wider than a %s", name, device).isNotPositive();
        assertThat(visit.unlabelled()).as("%s: fields without a label", name).isEmpty();
        assertThat(visit.complaints()).as(name).isEmpty();
    }
}
