package io.priok.store.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.domain.ServiceId;
import io.priok.image.Image;
import io.priok.store.Eventually;
import io.priok.store.Fixtures;
import io.priok.store.RandomHistory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectionTest {
    @TempDir
    Path directory;

    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
    private final FailingSource source = new FailingSource();
    private volatile BooleanSupplier room = () -> true;
    private Projection projection;

    @BeforeEach
    void open() {
        source.target = H2Files.open(directory);
        projection = open(source, Retention.DEFAULT);
    }

    @AfterEach
    void stop() {
        close();
        scheduler.shutdownNow();
    }

    @Test
    void isEmptyWhenFresh() {
        Fixtures.assertSame(projection.load(), Image.empty());
        assertThat(projection.durableIndex()).isZero();
    }

    @Test
    void restoresTheImageAfterAReopening() {
        RandomHistory history = new RandomHistory(1);
        give(history.steps(300));
        assertThat(flushed()).isEqualTo(history.image().index());
        assertThat(projection.durableIndex()).isEqualTo(history.image().index());
        reopen(Retention.DEFAULT);
        Fixtures.assertSame(projection.load(), history.image());
    }

    @Test
    void takesEntriesThatComeAgainOnce() {
        RandomHistory history = new RandomHistory(2);
        List<RandomHistory.Step> steps = history.steps(100);
        give(steps);
        flush();
        give(steps.subList(40, 100));
        give(history.steps(10));
        flush();
        Fixtures.assertSame(projection.load(), history.image());
    }

    @Test
    void becomesAnInstalledSnapshot() {
        give(new RandomHistory(3).steps(50));
        RandomHistory other = new RandomHistory(4);
        other.steps(200);
        projection.replaceWith(other.image());
        give(other.steps(20));
        flush();
        Fixtures.assertSame(projection.load(), other.image());
    }

    @Test
    void goesBackToAnEarlierSnapshot() {
        RandomHistory history = new RandomHistory(5);
        give(history.steps(20));
        Image early = history.image();
        give(history.steps(50));
        assertThat(projection
                        .replaceWith(early)
                        .toCompletableFuture()
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join())
                .isEqualTo(early.index());
        Fixtures.assertSame(projection.load(), early);
        assertThat(projection.audit(Long.MAX_VALUE, 1).get(0).index()).isLessThanOrEqualTo(early.index());
    }

    @Test
    void rewritesItselfWhenItDisagreesWithTheLog() throws Exception {
        RandomHistory history = new RandomHistory(6);
        give(history.steps(100));
        flush();
        execute("delete from task");
        execute("delete from service");
        execute("insert into node select * from node where 1 = 0");
        give(history.steps(200));
        flush();
        Fixtures.assertSame(projection.load(), history.image());
    }

    @Test
    void triesAgainInOrderWhileTheDatabaseFails() {
        RandomHistory history = new RandomHistory(7);
        give(history.steps(50));
        flush();
        source.failing = true;
        give(history.steps(50));
        Eventually.until("says so", () -> projection.status().trouble().isPresent());
        assertThat(projection.status().waiting()).isPositive();
        give(history.steps(50));
        source.failing = false;
        flush();
        assertThat(projection.status().trouble()).isEmpty();
        Fixtures.assertSame(projection.load(), history.image());
    }

    @Test
    void leavesTheDatabaseAloneWhileItsDiskTakesNothing() {
        AtomicInteger asked = new AtomicInteger();
        room = () -> {
            asked.incrementAndGet();
            return false;
        };
        RandomHistory history = new RandomHistory(9);
        source.failing = true;
        give(history.steps(50));
        Eventually.until("says so", () -> projection.status().trouble().isPresent());
        source.failing = false;
        Eventually.until("asks the disk", () -> asked.get() > 2);
        assertThat(projection.status().trouble()).isPresent();
        assertThat(projection.status().waiting()).isEqualTo(50);
        room = () -> true;
        flush();
        Fixtures.assertSame(projection.load(), history.image());
    }

    @Test
    void saysThatADamagedFileIsUnreadableAndCanBeBegunAnew() throws IOException {
        RandomHistory history = new RandomHistory(8);
        give(history.steps(300));
        flush();
        close();
        Path file = directory.resolve("projection.mv.db");
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i += 64) {
            bytes[i] ^= 0x55;
        }
        Files.write(file, bytes);
        source.target = H2Files.open(directory);
        assertThatThrownBy(() -> {
                    projection = open(source, Retention.DEFAULT);
                    projection.load();
                })
                .isInstanceOf(ProjectionUnreadable.class);

        close();
        source.target = H2Files.open(directory);
        Projection.putAside(source, getClass().getClassLoader(), directory, Instant.EPOCH);
        reopen(Retention.DEFAULT);
        projection
                .replaceWith(history.image())
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        Fixtures.assertSame(projection.load(), history.image());
    }

    @Test
    void letsGoOfABlockedApplierAndTakesTheRestFromTheLogLater() throws Exception {
        RandomHistory history = new RandomHistory(14);
        List<RandomHistory.Step> steps = history.steps(100);
        source.failing = true;
        Thread applier = new Thread(() -> {
            for (int i = 0; i < 101; i++) {
                give(steps);
            }
        });
        applier.start();
        Eventually.until("the applier is blocked", () -> applier.getState() == Thread.State.WAITING);
        assertThat(projection.status().waiting()).isEqualTo(10_000);

        projection.stopTaking();
        applier.join(5_000);
        assertThat(applier.isAlive()).isFalse();
        give(steps);
        assertThat(projection.status().waiting()).isEqualTo(10_000);

        source.failing = false;
        reopen(Retention.DEFAULT);
        give(steps.subList((int) projection.load().index(), steps.size()));
        flush();
        Fixtures.assertSame(projection.load(), history.image());
    }

    @Test
    void saysThatAnAlteredDocumentIsUnreadable() throws Exception {
        give(new RandomHistory(9).steps(100));
        flush();
        execute("update task set document = '{\"ID\":' where id = (select min(id) from task)");
        assertThatThrownBy(projection::load).isInstanceOf(ProjectionUnreadable.class);
    }

    @Test
    void cannotBeReadWithAnotherKey() {
        give(new RandomHistory(10).steps(100));
        flush();
        close();
        source.target = H2Files.open(directory);
        projection = Projection.open(
                source,
                Fixtures.documents(8),
                Retention.DEFAULT,
                scheduler,
                getClass().getClassLoader());
        assertThatThrownBy(projection::load)
                .isInstanceOf(ProjectionUnreadable.class)
                .hasMessageContaining("key");
    }

    @Test
    void keepsSecretsOffTheDisk() throws IOException {
        RandomHistory history = new RandomHistory(11);
        give(history.steps(200));
        flush();
        close();
        String disk =
                new String(Files.readAllBytes(directory.resolve("projection.mv.db")), StandardCharsets.ISO_8859_1);
        assertThat(history.image().secrets()).isNotEmpty();
        assertThat(history.image().cluster()).isPresent();
        assertThat(disk).contains("agentid").doesNotContain("c2VjcmV0").doesNotContain("SWMTKN");
    }

    @Test
    void saysThatAnotherProcessHoldsIt() throws Exception {
        close();
        try (var channel = FileChannel.open(directory.resolve("projection.mv.db"), StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            source.target = H2Files.open(directory);
            assertThatThrownBy(() -> open(source, Retention.DEFAULT)).isInstanceOf(ProjectionUnavailable.class);
        }
    }

    @Test
    void keepsHistoryWithinItsBounds() throws Exception {
        reopen(new Retention(20, 20, 20));
        RandomHistory history = new RandomHistory(12);
        for (int i = 0; i < 20; i++) {
            give(history.steps(20));
            flush();
        }
        for (String table : List.of("event", "task_history", "audit")) {
            assertThat(count(table)).as(table).isBetween(20L, 120L);
        }
        assertThat(projection.audit(Long.MAX_VALUE, 1).get(0).index())
                .isEqualTo(history.image().index());
    }

    @Test
    void tellsWhatHappened() {
        RandomHistory history = new RandomHistory(13);
        List<RandomHistory.Step> steps = history.steps(200);
        give(steps);
        flush();

        List<StateEvent> expected = steps.stream()
                .flatMap(step -> step.application().transitions().stream())
                .flatMap(transition -> StateEvent.of(transition).stream())
                .toList();
        List<EventRow> events = projection.events(Instant.EPOCH, Instant.parse("2030-01-01T00:00:00Z"), 10_000);
        assertThat(events).extracting(EventRow::event).isEqualTo(expected);
        assertThat(events).extracting(EventRow::id).isSorted();
        assertThat(projection.taskHistory(new ServiceId("service1"), 10_000))
                .isNotEmpty()
                .allMatch(step -> step.serviceId().value().equals("service1"));
        assertThat(projection.audit(Long.MAX_VALUE, 10_000))
                .anyMatch(
                        row -> row.outcome().equals("refused") && !row.reason().isEmpty())
                .anyMatch(row -> row.changes().contains("create task web."));
    }

    private void give(List<RandomHistory.Step> steps) {
        steps.forEach(step -> projection.apply(step.index(), step.transaction(), step.application()));
    }

    private void flush() {
        flushed();
    }

    private long flushed() {
        return projection
                .flush()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private Projection open(DataSource from, Retention retention) {
        return Projection.open(
                from,
                Fixtures.documents(),
                retention,
                scheduler,
                getClass().getClassLoader(),
                () -> room.getAsBoolean());
    }

    private void reopen(Retention retention) {
        close();
        source.target = H2Files.open(directory);
        projection = open(source, retention);
    }

    private void close() {
        if (source.target != null) {
            projection.close();
            H2Files.close(source.target);
            source.target = null;
        }
    }

    private void execute(String sql) throws Exception {
        try (var connection = source.target.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String table) throws Exception {
        try (var connection = source.target.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery("select count(*) from " + table)) {
            result.next();
            return result.getLong(1);
        }
    }
}
