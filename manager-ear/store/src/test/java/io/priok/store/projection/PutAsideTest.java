package io.priok.store.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.image.Image;
import io.priok.store.Fixtures;
import io.priok.store.RandomHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PutAsideTest {
    private static final Instant NOW = Instant.ofEpochMilli(12_345);

    @TempDir
    Path directory;

    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    @Test
    void beginsAnewAfterGarbageAndKeepsIt() throws IOException {
        DataSource source = file();
        fill(source);
        Path file = directory.resolve("priok.mv.db");
        byte[] garbage = new byte[(int) Files.size(file)];
        Arrays.fill(garbage, (byte) 0x5a);
        Files.write(file, garbage);
        assertThatThrownBy(() -> load(source)).isInstanceOf(ProjectionUnreadable.class);

        putAside(source);
        Fixtures.assertSame(load(source), Image.empty());
        assertThat(directory.resolve("priok.mv.db.unreadable.12345")).hasBinaryContent(garbage);
    }

    /** H2 opens the last whole state before the cut, if there is one: the projection then only lags. */
    @Test
    void neverTakesATruncatedFileForATroubleThatPasses() throws IOException {
        DataSource source = file();
        long index = fill(source).index();
        Path file = directory.resolve("priok.mv.db");
        byte[] whole = Files.readAllBytes(file);
        for (int part = 1; part < 4; part++) {
            Files.write(file, Arrays.copyOf(whole, whole.length * part / 4));
            try {
                assertThat(load(source).index()).isLessThanOrEqualTo(index);
            } catch (ProjectionUnreadable e) {
                putAside(source);
                Fixtures.assertSame(load(source), Image.empty());
                Files.delete(directory.resolve("priok.mv.db.unreadable.12345"));
            }
        }
    }

    @Test
    void endsADatabaseThatIsStillOpenAndWholeAsAFile() throws Exception {
        DataSource source = file();
        fill(source);
        try (Connection open = source.getConnection()) {
            putAside(source);
            assertThat(open.isValid(1)).isFalse();
        }
        Fixtures.assertSame(load(source), Image.empty());
        assertThat(directory.resolve("priok.mv.db.unreadable.12345")).exists();
    }

    @Test
    void erasesADatabaseThatHasNoFileHere() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:putaside;DB_CLOSE_DELAY=-1");
        fill(source);
        Projection.putAside(source, getClass().getClassLoader(), directory.resolve("missing"), NOW);
        Fixtures.assertSame(load(source), Image.empty());
        H2Files.end(source);
    }

    private DataSource file() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + directory.resolve("priok") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        source.setUser("priok");
        return source;
    }

    private void putAside(DataSource source) {
        Projection.putAside(source, getClass().getClassLoader(), directory, NOW);
    }

    private Image fill(DataSource source) {
        RandomHistory history = new RandomHistory(20);
        try (Projection projection = open(source)) {
            history.steps(300).forEach(step -> projection.apply(step.index(), step.transaction(), step.application()));
            projection
                    .flush()
                    .toCompletableFuture()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
        }
        Fixtures.assertSame(load(source), history.image());
        return history.image();
    }

    private Image load(DataSource source) {
        try (Projection projection = open(source)) {
            return projection.load();
        }
    }

    private Projection open(DataSource source) {
        return Projection.open(
                source,
                Fixtures.documents(),
                Retention.DEFAULT,
                scheduler,
                getClass().getClassLoader());
    }
}
