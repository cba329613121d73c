package io.priok.store.projection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.image.Image;
import io.priok.store.Fixtures;
import io.priok.store.RandomHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables may lag; what they hold is what was written, or they are not read. */
class AlteredTablesTest {
    @TempDir
    Path directory;

    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    private final RandomHistory history = new RandomHistory(5);
    private DataSource source;

    @BeforeEach
    void fill() {
        source = H2Files.open(directory);
        try (Projection projection = open()) {
            history.steps(200).forEach(step -> projection.apply(step.index(), step.transaction(), step.application()));
            projection
                    .flush()
                    .toCompletableFuture()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
        }
        assertThat(history.image().tasks()).isNotEmpty();
    }

    @AfterEach
    void stop() {
        H2Files.close(source);
        scheduler.shutdownNow();
    }

    private Projection open() {
        return Projection.open(
                source,
                Fixtures.documents(),
                Retention.DEFAULT,
                scheduler,
                getClass().getClassLoader());
    }

    private Image load() {
        try (Projection projection = open()) {
            return projection.load();
        }
    }

    private void sql(String text) throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(text)).as(text).isPositive();
        }
    }

    private void isNotServed(String words) {
        assertThatThrownBy(this::load).isInstanceOf(ProjectionUnreadable.class).hasMessageContaining(words);
    }

    @Test
    void isReadWhenNobodyTouchedIt() {
        Fixtures.assertSame(load(), history.image());
    }

    /** H2 opens such a file and reads the page without a complaint. */
    @Test
    void aFlippedByteWithinAPageOfTheFileShows() throws Exception {
        H2Files.close(source);
        Path file = directory.resolve("projection.mv.db");
        String content = new String(Files.readAllBytes(file), ISO_8859_1);
        String word = "\"DesiredState\":\"";
        assertThat(content).contains(word);
        // In each copy, for most are of old pages.
        Files.write(file, content.replace(word, "\"DesiredStatf\":\"").getBytes(ISO_8859_1));
        source = H2Files.open(directory);

        isNotServed("checksum");
    }

    @Test
    void anAlteredDocumentShows() throws Exception {
        sql("update task set document = replace(document, 'running', 'removed')");

        isNotServed("checksum");
    }

    @Test
    void aLostRowShows() throws Exception {
        sql("delete from task where id = (select min(id) from task)");

        isNotServed("rows are missing");
    }

    @Test
    void anIndexThatTheRowsDoNotBelongToShows() throws Exception {
        sql("update progress set log_index = log_index - 1");

        isNotServed("rows are missing");
    }

    @Test
    void aDatabaseOfTheTimeBeforeTheChecksumsIsReadAndThenHasThem() throws Exception {
        sql("update task set document = substring(document, 15)");
        sql("update progress set inventory = null");
        Fixtures.assertSame(load(), history.image());
        try (Projection projection = open()) {
            history.steps(5).forEach(step -> projection.apply(step.index(), step.transaction(), step.application()));
            projection
                    .flush()
                    .toCompletableFuture()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
        }
        Fixtures.assertSame(load(), history.image());
        sql("delete from node where id = (select min(id) from node)");
        isNotServed("rows are missing");
    }
}
