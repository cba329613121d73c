package io.priok.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.priok.domain.ClusterId;
import io.priok.domain.NodeId;
import io.priok.json.Json;
import io.priok.message.LocalNode;
import io.priok.message.RoleOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoleWatchTest {
    private static final NodeId SELF = new NodeId("n1");

    @TempDir
    Path dir;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    @Test
    void obeysAPromotionThatBringsItsSecrets() {
        order(SELF, true, "sealed");
        assertThat(watch(false).look())
                .hasValueSatisfying(order -> assertThat(order.manager()).isTrue());
    }

    @Test
    void waitsForTheSecretsOfAPromotion() {
        order(SELF, true, "");
        assertThat(watch(false).look()).isEmpty();
    }

    @Test
    void obeysADemotion() {
        order(SELF, false, "");
        assertThat(watch(true).look()).isPresent();
    }

    @Test
    void ignoresWhatIsSoAlreadyAndWhatIsForAnother() {
        order(SELF, true, "sealed");
        assertThat(watch(true).look()).isEmpty();
        order(new NodeId("n2"), true, "sealed");
        assertThat(watch(false).look()).isEmpty();
    }

    @Test
    void ignoresAFileThatCannotBeRead() {
        StateFiles.write(dir.resolve(RoleOrder.FILE), new byte[] {'{'});
        assertThat(watch(false).look()).isEmpty();
    }

    @Test
    void givesAChangeTimeBeforeItIsTriedAgain() {
        order(SELF, true, "sealed");
        RoleWatch watch = watch(false);
        assertThat(watch.look()).isPresent();
        assertThat(watch.look()).isEmpty();
        now.updateAndGet(at -> at.plus(Duration.ofSeconds(4)));
        assertThat(watch.look()).isPresent();
    }

    private void order(NodeId node, boolean manager, String secrets) {
        StateFiles.write(
                dir.resolve(RoleOrder.FILE), Json.bytes(new RoleOrder(1, 2, node, manager, secrets, List.of())));
    }

    private RoleWatch watch(boolean manager) {
        LocalNode node = new LocalNode(SELF, new ClusterId("c1"), manager, "10.0.0.1");
        return new RoleWatch(new MemberFiles(dir), () -> Optional.of(node), now::get);
    }
}
