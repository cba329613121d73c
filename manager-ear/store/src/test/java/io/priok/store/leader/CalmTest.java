package io.priok.store.leader;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.store.Child;
import io.priok.store.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three managers on a machine whose processors are all busy: nobody is taken for dead. */
@Tag("soak")
class CalmTest {
    private static final Duration LONG = Duration.ofSeconds(90);

    private final List<Process> busy = new ArrayList<>();

    @AfterEach
    void stop() {
        busy.forEach(Process::destroyForcibly);
    }

    @Test
    void membersThatAreOnlySlowStayMembers() throws Exception {
        List<Child> children = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                children.add(new Child(LockHolder.class, "22060", Integer.toString(i), "3", "never"));
            }
            Eventually.until("three", LONG, () -> children.stream().allMatch(child -> child.said("view of 3")));
            for (int i = 0; i < Integer.getInteger("trial.busy", 2); i++) {
                busy.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
            }
            long before = views(children);
            TimeUnit.SECONDS.sleep(Integer.getInteger("trial.calmSeconds", 120));
            long changes = views(children) - before;
            System.out.println("busy processors: " + changes + " changes of view; the last were "
                    + children.stream().map(child -> last(child.lines())).toList());
            assertThat(changes).isZero();
        } finally {
            children.forEach(Child::close);
        }
    }

    private static long views(List<Child> children) {
        return children.stream()
                .flatMap(child -> child.lines().stream())
                .filter(line -> line.startsWith("view of"))
                .count();
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
