package io.priok.agent.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.agent.News;
import io.priok.agent.Orders;
import io.priok.domain.AgentId;
import io.priok.join.ManagerList;
import io.priok.json.Json;
import io.priok.json.MalformedJson;
import io.priok.message.RoleOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Orders in the state directory: {@code role.json}, read by the manager application, and {@code managers}, read by the resource
 * adapter, one {@code host:port} a line. Each is written only when it changes, and the adapter's never without an address.
 */
public final class OrderFiles implements Orders {
    static final String MANAGERS = "managers";

    private final Path role;
    private final Path managers;
    private final AgentId agent;

    /** @param stateDirectory of this server */
    public OrderFiles(Path stateDirectory, AgentId agent) {
        this.role = stateDirectory.resolve(RoleOrder.FILE);
        this.managers = stateDirectory.resolve(MANAGERS);
        this.agent = agent;
    }

    @Override
    public synchronized void keep(RoleOrder order, boolean elsewhere) {
        try {
            Optional<RoleOrder> kept = kept().filter(before -> before.nodeId().equals(order.nodeId()));
            if (kept.filter(before -> news(order).isOlderThan(news(before))).isPresent()) {
                return;
            }
            if (!kept.equals(Optional.of(order))) {
                SafeFile.replace(role, Json.bytes(order));
            }
            if (elsewhere) {
                follow(order.managers());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static News news(RoleOrder order) {
        return new News(order.term(), order.index());
    }

    /** One that cannot be read is as good as none. */
    private Optional<RoleOrder> kept() throws IOException {
        try {
            return Optional.of(Json.read(text(role), RoleOrder.class));
        } catch (MalformedJson e) {
            return Optional.empty();
        }
    }

    private void follow(List<String> now) throws IOException {
        List<String> before =
                text(managers).lines().filter(line -> !line.isBlank()).toList();
        List<String> preferred = ManagerList.preferred(before, now, agent);
        if (!preferred.isEmpty() && !preferred.equals(before)) {
            SafeFile.replace(managers, (String.join("\n", preferred) + "\n").getBytes(UTF_8));
        }
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
