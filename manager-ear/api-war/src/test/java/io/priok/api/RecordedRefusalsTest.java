package io.priok.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.ServiceId;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Status and message of every refusal, as the real one was recorded giving them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedRefusalsTest {
    private final ApiServer api = new ApiServer();
    private String web = "";
    private long indexBefore;

    @BeforeAll
    void createWeb() {
        api.withSwarm();
        HttpResponse<String> created = api.post(
                "/v1.41/services/create",
                "{\"Name\":\"web\",\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"bb:1\"}},\"EndpointSpec\":{\"Ports\":"
                        + "[{\"TargetPort\":80,\"PublishedPort\":8080,\"PublishMode\":\"ingress\"},"
                        + "{\"TargetPort\":81,\"PublishedPort\":8081,\"Protocol\":\"udp\",\"PublishMode\":\"host\"}]}}");
        Matcher id = Pattern.compile("\"ID\":\"([a-z0-9]{25})\"").matcher(created.body());
        assertThat(id.find()).as(created.body()).isTrue();
        web = id.group(1);
        indexBefore =
                api.cluster.image().service(new ServiceId(web)).orElseThrow().version();
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvFileSource(
            resources = "/refusals.csv",
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false)
    void refusesInTheRecordedWords(String method, String path, String body, int status, String message) {
        long index = api.cluster.image().index();
        String target = path.replace("$WEB", web)
                .replace("$V", Long.toString(indexBefore))
                .replace("{", "%7B")
                .replace("}", "%7D")
                .replace("\"", "%22")
                .replace("[", "%5B")
                .replace("]", "%5D");
        HttpResponse<String> answer =
                api.send(method, "/v1.41" + target, body, body == null ? null : "application/json");

        assertThat(answer.body()).isEqualTo("{\"message\":\"" + escaped(message.replace("$WEB", web)) + "\"}\n");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(api.cluster.image().index()).as("nothing is written").isEqualTo(index);
    }

    @Test
    void refusesOtherContentTypes() {
        HttpResponse<String> answer = api.send("POST", "/v1.41/services/create", "{}", "text/plain");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("unsupported Content-Type header (text/plain): must be 'application/json'");
    }

    @Test
    void refusesWritesWithoutQuorum() {
        api.cluster.quorum = false;
        HttpResponse<String> answer = api.send("DELETE", "/v1.41/services/web", null, null);
        api.cluster.quorum = true;

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("The swarm does not have a leader.");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
