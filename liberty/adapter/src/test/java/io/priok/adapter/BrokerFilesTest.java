package io.priok.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerFilesTest {
    @TempDir
    Path directory;

    private Brokers read() throws IOException {
        return new BrokerFiles(
                        directory.resolve("managers"),
                        directory.resolve("secret"),
                        "127.0.0.1:2377, other:1",
                        "initial")
                .read();
    }

    @Test
    void fallsBackToTheDefaultsWithoutFiles() throws IOException {
        assertThat(read())
                .isEqualTo(new Brokers(
                        List.of(new BrokerAddress("127.0.0.1", 2377), new BrokerAddress("other", 1)), "initial"));
    }

    @Test
    void readsOneAddressALineAndSkipsWhatIsNone() throws IOException {
        Files.writeString(
                directory.resolve("managers"), "# managers\n10.0.0.1:2377\n\nnonsense\n [::1]:2378 \n10.0.0.1:2377\n");
        Files.writeString(directory.resolve("secret"), "  s3cret\n");
        assertThat(read())
                .isEqualTo(new Brokers(
                        List.of(new BrokerAddress("10.0.0.1", 2377), new BrokerAddress("::1", 2378)), "s3cret"));
    }

    @Test
    void takesAFileWithoutAnyAddressForNone() throws IOException {
        Files.writeString(directory.resolve("managers"), "nonsense\n");
        assertThat(read().addresses()).contains(new BrokerAddress("127.0.0.1", 2377));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":1", "host", "host:", "host:0", "host:65536", "host:one", " :1"})
    void knowsWhatIsNoAddress(String text) {
        assertThat(BrokerAddress.parse(text)).isEmpty();
    }

    @Test
    void doesNotShowThePassword() {
        assertThat(new Brokers(List.of(new BrokerAddress("h", 1)), "s3cret").toString())
                .doesNotContain("s3cret");
    }
}
