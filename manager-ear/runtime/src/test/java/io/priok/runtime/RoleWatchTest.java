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
        order(SELF, 1, "sealed");
        assertThat(watch(0).look())
                .hasValueSatisfying(order -> assertThat(order.manager()).isTrue());
    }

    @Test
    void waitsForTheSecretsOfAPromotion() {
        order(SELF, 1, "");
        assertThat(watch(0).look()).isEmpty();
    }

    @Test
    void obeysADemotion() {
        order(SELF, 0, "");
        assertThat(watch(1).look()).isPresent();
    }

    @Test
    void obeysAnOrderToBeginANewOffice() {
        order(SELF, 2, "sealed");
        assertThat(watch(1).look()).isPresent();
    }

    @Test
    void ignoresWhatIsSoAlreadyAndWhatIsForAnother() {
        order(SELF, 1, "sealed");
        assertThat(watch(1).look()).isEmpty();
        order(new NodeId("n2"), 1, "sealed");
        assertThat(watch(0).look()).isEmpty();
    }

    @Test
    void ignoresAnOrderOfBeforeTheSwarmWasRecovered() {
        order(SELF, 1, "sealed");
        LocalNode recovered = new LocalNode(SELF, new ClusterId("c1"), 0, 1, "10.0.0.1");
        assertThat(new RoleWatch(new MemberFiles(dir), () -> Optional.of(recovered), now::get).look())
                .isEmpty();
    }

    @Test
    void ignoresAFileThatCannotBeRead() {
        StateFiles.write(dir.resolve(RoleOrder.FILE), new byte[] {'{'});
        assertThat(watch(0).look()).isEmpty();
    }

    @Test
    void givesAChangeTimeBeforeItIsTriedAgain() {
        order(SELF, 1, "sealed");
        RoleWatch watch = watch(0);
        assertThat(watch.look()).isPresent();
        assertThat(watch.look()).isEmpty();
        now.updateAndGet(at -> at.plus(Duration.ofSeconds(4)));
        assertThat(watch.look()).isPresent();
    }

    private void order(NodeId node, long office, String secrets) {
        StateFiles.write(
                dir.resolve(RoleOrder.FILE), Json.bytes(new RoleOrder(1, 2, node, office, secrets, List.of())));
    }

    private RoleWatch watch(long office) {
        LocalNode node = new LocalNode(SELF, new ClusterId("c1"), office, 0, "10.0.0.1");
        return new RoleWatch(new MemberFiles(dir), () -> Optional.of(node), now::get);
    }
}
