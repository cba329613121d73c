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
import java.time.Instant;
import java.util.List;
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
        write(history.steps(5));
        Fixtures.assertSame(load(), history.image());
        sql("delete from node where id = (select min(id) from node)");
        isNotServed("rows are missing");
    }

    /** An administrator puts back a file of an hour ago, or the disk comes back without the last writes. */
    @Test
    void aDatabaseOfEarlierGoesOnFromItsIndex() throws Exception {
        Path file = directory.resolve("projection.mv.db");
        H2Files.close(source);
        byte[] earlier = Files.readAllBytes(file);
        Image then = history.image();
        source = H2Files.open(directory);
        List<RandomHistory.Step> since = history.steps(150);
        write(since);
        H2Files.close(source);
        Files.write(file, earlier);
        source = H2Files.open(directory);

        Fixtures.assertSame(load(), then);
        write(since);
        Fixtures.assertSame(load(), history.image());
    }

    /** H2 has no transactions for changes of tables: what a killed migration did is there, and not noted. */
    @Test
    void aMigrationThatWasCutOffBeforeItWasNotedRunsAgain() throws Exception {
        sql("delete from \"flyway_schema_history\" where \"version\" = '2'");

        Fixtures.assertSame(load(), history.image());
    }

    @Test
    void aFirstMigrationThatWasCutOffLeavesNothingThatIsUsed() throws Exception {
        H2Files.close(source);
        Files.delete(directory.resolve("projection.mv.db"));
        source = H2Files.open(directory);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table progress (id smallint not null primary key)");
        }

        assertThatThrownBy(this::load).isInstanceOf(ProjectionUnreadable.class);
        Projection.putAside(source, getClass().getClassLoader(), directory, Instant.EPOCH);
        source = H2Files.open(directory);
        Fixtures.assertSame(load(), Image.empty());
    }

    private void write(List<RandomHistory.Step> steps) {
        try (Projection projection = open()) {
            steps.forEach(step -> projection.apply(step.index(), step.transaction(), step.application()));
            projection
                    .flush()
                    .toCompletableFuture()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
        }
    }
}
