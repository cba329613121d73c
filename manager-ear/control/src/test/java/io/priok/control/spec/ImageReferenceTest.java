package io.priok.control.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nginx",
                "nginx:1.25-alpine",
                "library/nginx",
                "localhost/app",
                "localhost:5000/app:v1",
                "registry.example.com:443/team/app_name/x.y-z:V1.0",
                "Registry/app",
                "[2001:db8::1]:5000/app",
                "a__b/c---d",
                "app@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "app:1@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void acceptsReferences(String text) {
        assertThat(ImageReference.isValid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "BADIMAGE:::x",
                "Uppercase",
                "app:",
                "app:tag:tag",
                "app@sha256:short",
                "-app",
                "a..b/c",
                "a//b",
                "/app",
                "app/",
                "app:-tag",
                "with space",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void refusesWhatIsNone(String text) {
        assertThat(ImageReference.isValid(text)).isFalse();
    }
}
