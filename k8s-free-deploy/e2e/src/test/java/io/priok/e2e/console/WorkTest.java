package io.priok.e2e.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people do in the console, and what they see of what happens elsewhere. */
@Tag("engine")
@Tag("browser")
@ExtendWith(ConsoleExtension.class)
class WorkTest {
    private final ConsoleNode node;
    private final Chromium chromium;

    WorkTest(ConsoleNode node, Chromium chromium) {
        this.node = node;
        this.chromium = chromium;
    }

    private void look(Consumer<Visit> look) {
        chromium.look(node, 1440, 900, visit -> look.accept(visit.signIn()));
    }

    @Test
    void createsAServiceScalesItAndRemovesItWithoutAReload() {
        look(visit -> {
            visit.open("service-new.xhtml");
            visit.page()
                    .getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
                    .fill("web");
            visit.page().getByLabel("Image").fill("demo:1");
            visit.page().getByLabel("Published ports").fill("27199:80");
            assertThat(visit.page().locator("[id='new:preview'] code"))
                    .hasText("docker service create --name web --publish 27199:80 demo:1");
            visit.button("Create the service").click();

            assertThat(visit.heading("web")).isVisible();
            visit.mark();
            assertThat(visit.notice()).containsText("docker service create --name web --publish 27199:80 demo:1");
            assertThat(visit.tasks("running")).hasCount(1);
            assertThat(visit.heading("web")).containsText("converged");

            visit.button("Scale").click();
            visit.dialog().getByLabel("Replicas").fill("3");
            assertThat(visit.dialog().locator("code")).hasText("docker service scale web=3");
            visit.dialog()
                    .getByText("Scale", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(visit.dialog()).hasCount(0);
            assertThat(visit.notice()).containsText("docker service scale web=3");
            assertThat(visit.tasks("running")).hasCount(3);
            assertThat(visit.page().locator("[data-fact=replicas]")).hasText("3/3");
            visit.screenshot("service-laptop");

            visit.button("Change image").click();
            visit.dialog().getByLabel("Image").fill("demo:2");
            visit.dialog()
                    .getByText("Update", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(visit.page().locator("[data-fact=image]")).hasText("demo:2");
            assertThat(visit.page().locator("tr[data-state=running]:has-text('demo:2')"))
                    .hasCount(3);
            assertThat(visit.isUnreloaded()).isTrue();

            visit.button("Remove").click();
            assertThat(visit.dialog().locator("code")).hasText("docker service rm web");
            visit.dialog()
                    .getByText("Remove", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(visit.heading("No services yet")).isVisible();
            assertThat(visit.notice()).containsText("docker service rm web");
            assertThat(visit.complaints()).isEmpty();
        });
    }

    @Test
    void drainsANodeAndShowsWhereItsTasksGo() {
        look(visit -> {
            node.create("web", 2);
            visit.open("tasks.xhtml");
            assertThat(visit.tasks("running")).hasCount(2);
            String name = visit.page()
                    .locator("tr[data-state=running] td[data-label=Node] a")
                    .first()
                    .innerText();

            Visit other = visit.another();
            visit.mark();
            other.setAvailability(name, "Drain", "drain");
            assertThat(visit.tasks("running", name)).hasCount(0);
            if (node.nodes() == 1) {
                assertThat(visit.tasks("pending")).hasCount(2);
                assertThat(visit.tasks("pending").first()).containsText("no suitable node");
            } else {
                assertThat(visit.tasks("running")).hasCount(2);
            }
            visit.screenshot("drained-laptop");
            other.setAvailability(name, "Activate", "active");
            assertThat(visit.tasks("running")).hasCount(2);
            assertThat(visit.isUnreloaded()).isTrue();
            assertThat(other.complaints()).isEmpty();
            assertThat(visit.complaints()).isEmpty();
        });
    }

    @Test
    void showsWhatHappensElsewhereOnEveryOpenPage() {
        look(visit -> {
            visit.open("services.xhtml");
            assertThat(visit.heading("No services yet")).isVisible();
            visit.mark();
            node.create("typed", 2);
            assertThat(visit.page().locator("tr[data-service=typed]")).containsText("2/2");
            assertThat(visit.page().locator("tr[data-service=typed]")).containsText("converged");
            assertThat(visit.isUnreloaded()).isTrue();
        });
    }

    @Test
    void refusesBadInputAtItsFieldInDockersWords() {
        look(visit -> {
            visit.open("service-new.xhtml");
            field(visit, "name").locator("input").fill("not ok");
            field(visit, "image").locator("input").fill("demo:1");
            visit.button("Create the service").click();
            assertThat(field(visit, "name").locator(".trouble"))
                    .hasText("rpc error: code = InvalidArgument desc = name must be valid as a DNS name component");

            field(visit, "name").locator("input").fill("web");
            field(visit, "replicas").locator("input").fill("abc");
            field(visit, "ports").locator("input").fill("99999:80");
            visit.button("Create the service").click();
            assertThat(field(visit, "replicas").locator(".trouble"))
                    .hasText(
                            "invalid argument \"abc\" for \"--replicas\" flag: strconv.ParseUint: parsing \"abc\": invalid syntax");
            assertThat(field(visit, "ports").locator(".trouble"))
                    .hasText("invalid argument \"99999:80\" for \"-p, --publish\" flag: invalid hostPort: 99999");
            assertThat(field(visit, "name").locator(".trouble")).hasCount(0);
            visit.screenshot("refused-laptop");
            assertThat(visit.complaints()).isEmpty();
        });
    }

    private static Locator field(Visit visit, String name) {
        return visit.page().locator(".field:has([id='new:" + name + "'])");
    }

    @Test
    void saysWhatNeedsAttentionAndWhy() {
        look(visit -> {
            node.create("web", 1);
            visit.open("overview.xhtml");
            assertThat(visit.page().getByText("Nothing does.")).isVisible();
            visit.open("service-new.xhtml");
            field(visit, "name").locator("input").fill("nowhere");
            field(visit, "image").locator("input").fill("demo:1");
            visit.page().getByText("Environment, command and placement").click();
            field(visit, "constraints").locator("textarea").fill("node.labels.nosuch==true");
            visit.button("Create the service").click();
            assertThat(visit.heading("nowhere")).containsText("waiting");
            visit.open("overview.xhtml");
            assertThat(visit.page().locator(".alert"))
                    .hasText(Pattern.compile(
                            "nowhere is waiting.*1 task waits: no suitable node.*constraints not satisfied",
                            Pattern.DOTALL));
            visit.page().locator(".alert").click();
            assertThat(visit.heading("nowhere")).isVisible();
        });
    }

    @Test
    void tellsHowToBeginAndFollowsByItself() {
        look(visit -> {
            node.leave();
            visit.open("overview.xhtml");
            assertThat(visit.heading("This node is in no swarm yet")).isVisible();
            assertThat(visit.page().getByText("docker swarm init --advertise-addr"))
                    .isVisible();
            visit.screenshot("no-swarm-laptop").mark();
            node.init();
            assertThat(visit.heading("Overview")).isVisible();
            assertThat(visit.isUnreloaded()).isTrue();
            assertThat(visit.complaints()).isEmpty();
        });
    }
}
