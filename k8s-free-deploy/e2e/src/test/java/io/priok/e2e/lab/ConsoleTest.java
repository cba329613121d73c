package io.priok.e2e.lab;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.priok.e2e.Cli;
import io.priok.e2e.console.Chromium;
import io.priok.e2e.console.ConsoleNode;
import io.priok.e2e.console.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The console of one of several hosts: what it shows when work moves between them. */
@OnLab
@Order(29)
@Tag("browser")
final class ConsoleTest extends LabFixture {
    private static final Pattern PASSWORD = Pattern.compile("password (?:is )?(\\S{20})");

    ConsoleTest(Lab lab) {
        super(Cli.installed().get(0), lab);
    }

    @Test
    void showsTasksMoveToTheOtherNodesWhenOneIsDrained() throws IOException {
        cluster.have(ALL);
        ConsoleNode node = ConsoleNode.at("https://127.0.0.1:9443/console/", password("h1"));
        try (Chromium chromium = Chromium.start(chromiumOn("h1"))) {
            chromium.look(node, 1440, 900, () -> cluster.have(ALL), visit -> drain(visit.signIn()));
        }
    }

    private static void drain(Visit visit) {
        visit.open("service-new.xhtml");
        visit.page()
                .getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
                .fill("web");
        visit.page().getByLabel("Image").fill("demo:1");
        visit.button("Create the service").click();
        assertThat(visit.heading("web")).isVisible();
        visit.mark();
        assertThat(visit.tasks("running")).hasCount(1);
        visit.button("Scale").click();
        visit.dialog().getByLabel("Replicas").fill("6");
        visit.dialog()
                .getByText("Scale", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(visit.tasks("running")).hasCount(6);
        assertThat(visit.tasks("running", "h2")).hasCount(2);

        Visit other = visit.another();
        other.setAvailability("h2", "Drain", "drain");
        assertThat(visit.tasks("running", "h2")).hasCount(0);
        assertThat(visit.tasks("running", "h1")).hasCount(3);
        assertThat(visit.tasks("running", "h3")).hasCount(3);
        visit.screenshot("drained-hosts-laptop");
        other.setAvailability("h2", "Activate", "active");
        org.assertj.core.api.Assertions.assertThat(visit.isUnreloaded()).isTrue();
    }

    private String password(String host) {
        String said = lab.on(host, lab.priok().toString(), "console-password").ok();
        Matcher password = PASSWORD.matcher(said);
        if (!password.find()) {
            throw new AssertionError("no password in: " + said);
        }
        return password.group(1);
    }

    /** Chromium in the network of a host, whose console listens there alone. */
    private Path chromiumOn(String host) throws IOException {
        Path script = Files.createDirectories(Path.of("target")).resolve("chromium-on-" + host);
        Files.writeString(
                script,
                "#!/bin/sh\nexec nsenter --net=" + lab.network(host) + " " + Chromium.executable() + " \"$@\"\n");
        Files.setPosixFilePermissions(script, fromString("rwxr-xr-x"));
        return script.toAbsolutePath();
    }
}
