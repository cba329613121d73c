package io.priok.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.domain.NodeId;
import io.priok.identity.Seal;
import io.priok.json.Json;
import io.priok.json.MalformedJson;
import io.priok.log.LogException;
import io.priok.message.ManagerSecrets.Peer;
import io.priok.message.RoleOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a member of a swarm keeps about the others and about its own part, beside {@link StateFiles}. */
final class MemberFiles {
    private static final Logger LOG = LoggerFactory.getLogger(MemberFiles.class);
    static final String NODE_KEY = "node.key";
    static final String PEERS = "peers.json";
    static final String FORMER = "former.json";
    static final String OFFICE = "office.json";

    /** The highest office that this server ever began to serve in. */
    public record Begun(NodeId nodeId, long office) {}

    /** The other managers, as this manager knew them last: it must find them again when all start at once. */
    public record Peers(List<Peer> peers) {
        public Peers {
            peers = peers == null ? List.of() : List.copyOf(peers);
        }
    }

    private final Path dir;

    /** @param dir the state directory */
    MemberFiles(Path dir) {
        this.dir = dir;
    }

    void writeNodeKey(String key) {
        StateFiles.write(dir.resolve(NODE_KEY), key.getBytes(UTF_8));
    }

    /** Opens what managers seal for this node alone. */
    Seal nodeSeal() {
        return new Seal(
                HexFormat.of().parseHex(text(dir.resolve(NODE_KEY)).orElse("").strip()));
    }

    void writePeers(List<Peer> peers) {
        StateFiles.write(dir.resolve("manager").resolve(PEERS), Json.bytes(new Peers(peers)));
    }

    /** Of a file that cannot be read none: the log has the members on its own, and the state the addresses. */
    List<Peer> peers() {
        return peers(PEERS);
    }

    /** The managers of the incarnation before, which may not have heard yet that they are none any more. */
    void writeFormer(List<Peer> former) {
        StateFiles.write(dir.resolve("manager").resolve(FORMER), Json.bytes(new Peers(former)));
    }

    List<Peer> former() {
        return peers(FORMER);
    }

    private List<Peer> peers(String name) {
        Path file = dir.resolve("manager").resolve(name);
        try {
            return text(file).map(json -> Json.read(json, Peers.class).peers()).orElse(List.of());
        } catch (MalformedJson e) {
            LOG.warn("PRIOK3082W: {} is damaged and not used: {}", file, e.getMessage());
            return List.of();
        }
    }

    /** The role that the leader wants this node to have; empty when it has said nothing, or nothing readable. */
    Optional<RoleOrder> roleOrder() {
        try {
            return text(dir.resolve(RoleOrder.FILE)).map(json -> Json.read(json, RoleOrder.class));
        } catch (MalformedJson e) {
            return Optional.empty();
        }
    }

    /**
     * True when this server has begun to serve in that office of that node before, or in a later one. It never begins again: an empty log
     * under the old name would vote, and count, as if it held what the others rely on.
     */
    boolean hasBegun(NodeId node, long office) {
        return begun().filter(before -> before.nodeId().equals(node))
                .filter(before -> before.office() >= office)
                .isPresent();
    }

    /** To be called when the log of an office is there, and before anybody is told so. */
    void noteBegun(NodeId node, long office) {
        if (!hasBegun(node, office)) {
            StateFiles.write(dir.resolve(OFFICE), Json.bytes(new Begun(node, office)));
        }
    }

    private Optional<Begun> begun() {
        try {
            return text(dir.resolve(OFFICE)).map(json -> Json.read(json, Begun.class));
        } catch (MalformedJson e) {
            // Nobody knows which; as good as the highest.
            throw new LogException(LogException.Kind.DAMAGED, dir.resolve(OFFICE) + " cannot be read", e);
        }
    }

    /** True while the agent still has something of a swarm: tasks to end, or its place. */
    boolean agentIsMember() {
        return Files.exists(dir.resolve("worker/fence.json"));
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
