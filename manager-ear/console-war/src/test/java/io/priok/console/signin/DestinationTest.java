package io.priok.console.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
    @Test
    void leadsToThePageThatWasAskedFor() {
        assertThat(Destination.of("https://:9443/console/tasks.xhtml?service=web&history=true", "/console"))
                .isEqualTo("/tasks.xhtml?service=web&history=true");
        assertThat(Destination.of("/console/node.xhtml?id=h1", "/console")).isEqualTo("/node.xhtml?id=h1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/console",
                "https://:9443/other/tasks.xhtml",
                "//evil.example/console/x.xhtml/",
                "/console/../secret.xhtml",
                "/console//evil.example/a.xhtml",
                "/console/signin.xhtml",
                "/console/",
                "%%%",
                ""
            })
    void leadsHomeOtherwise(String remembered) {
        assertThat(Destination.of(remembered, "/console")).isEqualTo(Destination.HOME);
    }

    @Test
    void leadsHomeWhenNothingWasAskedFor() {
        assertThat(Destination.of(null, "/console")).isEqualTo(Destination.HOME);
    }
}
