package io.priok.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.agent.Container;
import io.priok.agent.Fence;
import io.priok.agent.Journal.Contents;
import io.priok.agent.News;
import io.priok.agent.TaskRecord;
import io.priok.agent.TaskRecord.Stopping;
import io.priok.agent.Tasks;
import io.priok.domain.TaskId;
import io.priok.domain.TaskState;
import io.priok.domain.TaskStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalFileTest {
    @TempDir
    Path directory;

    private static TaskRecord task(String id, long version) {
        return new TaskRecord(
                Tasks.assignment(Tasks.task(id, version, TaskState.RUNNING)),
                new News(3, version),
                TaskStatus.of(TaskState.RUNNING, Tasks.NOW, "started"),
                new Container("c1", Container.Phase.RUNNING, 0, 42, Container.Health.HEALTHY, "SIGINT", "", List.of()),
                TaskRecord.Pull.DONE,
                new Stopping(Tasks.NOW, null));
    }

    @Test
    void givesBackTheNewestOfEachThing() {
        JournalFile journal = new JournalFile(directory);
        journal.load();
        journal.put(task("a", 1));
        journal.put(task("b", 1));
        journal.put(task("a", 2));
        journal.forget(new TaskId("b"), new News(3, 9));
        journal.complete(2, new News(3, 10));
        journal.sync();
        Contents contents = new JournalFile(directory).load();
        assertThat(contents.tasks()).containsExactly(task("a", 2));
        assertThat(contents.forgotten()).extracting(f -> f.task().value()).containsExactly("b");
        assertThat(contents.completed()).extracting(c -> c.news().index()).containsExactly(10L);
    }

    @Test
    void readsUpToALineCutOffByACrash() throws IOException {
        JournalFile journal = new JournalFile(directory);
        journal.put(task("a", 1));
        journal.put(task("b", 1));
        journal.sync();
        Path file = directory.resolve("journal");
        byte[] content = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(content, content.length - 40));
        JournalFile again = new JournalFile(directory);
        assertThat(again.load().tasks()).containsExactly(task("a", 1));
        again.put(task("c", 1));
        assertThat(new JournalFile(directory).load().tasks()).containsExactly(task("a", 1), task("c", 1));
    }

    @Test
    void hidesNothingBehindALineThatWasWrittenInPart() throws IOException {
        Path file = directory.resolve("journal");
        Files.createSymbolicLink(file, Path.of("/dev/full"));
        JournalFile journal = new JournalFile(directory);
        assertThatThrownBy(() -> journal.put(task("a", 1))).isInstanceOf(UncheckedIOException.class);
        Files.delete(file);
        Files.writeString(file, "{\"Task\":");
        journal.put(task("b", 1));
        assertThat(new JournalFile(directory).load().tasks()).containsExactly(task("b", 1));
    }

    @Test
    void loadsWhenItCannotBeRewritten() throws IOException {
        new JournalFile(directory).put(task("a", 1));
        Path inTheWay = Files.createDirectory(directory.resolve("journal.new"));
        JournalFile journal = new JournalFile(directory);
        assertThat(journal.load().tasks()).containsExactly(task("a", 1));
        Files.delete(inTheWay);
        journal.put(task("b", 1));
        assertThat(new JournalFile(directory).load().tasks()).containsExactly(task("a", 1), task("b", 1));
    }

    @Test
    void isNotSyncedByARewriteThatFailed() throws IOException {
        JournalFile journal = new JournalFile(directory);
        journal.put(task("a", 1));
        Files.createDirectory(directory.resolve("journal.new"));
        assertThatThrownBy(journal::clear).isInstanceOf(UncheckedIOException.class);
        Path file = directory.resolve("journal");
        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(journal::sync).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void writesAllAnewAfterAWriteThatFailed() throws IOException {
        JournalFile journal = new JournalFile(directory);
        journal.put(task("a", 1));
        Path blocked = Files.createDirectory(directory.resolve("journal.new"));
        assertThatThrownBy(journal::clear).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(journal::sync)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(directory.resolve("journal").toString());
        Files.delete(blocked);
        journal.sync();
        assertThat(new JournalFile(directory).load().tasks()).isEmpty();
        journal.put(task("b", 1));
        journal.sync();
        assertThat(new JournalFile(directory).load().tasks()).containsExactly(task("b", 1));
    }

    @Test
    void staysSmallHoweverOftenATaskChanges() throws IOException {
        JournalFile journal = new JournalFile(directory);
        for (int version = 1; version <= 3_000; version++) {
            journal.put(task("a", version));
        }
        journal.sync();
        long one = task("a", 1).toString().length();
        assertThat(Files.size(directory.resolve("journal"))).isLessThan(one * 2_500);
        assertThat(new JournalFile(directory).load().tasks()).containsExactly(task("a", 3_000));
    }

    @Test
    void forgetsAllWhenCleared() {
        JournalFile journal = new JournalFile(directory);
        journal.put(task("a", 1));
        journal.clear();
        assertThat(new JournalFile(directory).load().tasks()).isEmpty();
    }

    @Test
    void keepsTheFence() {
        FenceFile fence = new FenceFile(directory);
        assertThat(fence.load()).isEmpty();
        fence.save(new Fence.Mark(Tasks.NODE, 7));
        assertThat(new FenceFile(directory).load()).contains(new Fence.Mark(Tasks.NODE, 7));
        fence.clear();
        assertThat(new FenceFile(directory).load()).isEmpty();
    }

    @Test
    void tellsAnAbsentNodeFromAnUnreadableOne() throws Exception {
        NodeFile node = new NodeFile(directory);
        assertThat(node.read()).isEmpty();
        Path file = directory.resolve("node.json");
        Files.writeString(file, "{\"NodeID\":\"n1\",\"ClusterID\":\"c1\",\"Manager\":true,\"AdvertiseAddress\":\"h\"}");
        assertThat(node.read())
                .hasValueSatisfying(found -> assertThat(found.nodeId().value()).isEqualTo("n1"));
        Files.writeString(file, "{\"NodeID\":", StandardOpenOption.TRUNCATE_EXISTING);
        org.assertj.core.api.Assertions.assertThatThrownBy(node::read)
                .isInstanceOf(io.priok.agent.Agent.Unreadable.class);
    }
}
