package io.priok.agent.disk;

import io.priok.agent.Agent.LocalNodeSource;
import io.priok.agent.Agent.Unreadable;
import io.priok.json.Json;
import io.priok.json.MalformedJson;
import io.priok.message.LocalNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The local node's record as the manager's application writes it; read again only when the file changed. */
public final class NodeFile implements LocalNodeSource {
    private final Path file;
    private @Nullable Object readAt;
    private Optional<LocalNode> content = Optional.empty();

    /** @param stateDirectory of this server */
    public NodeFile(Path stateDirectory) {
        this.file = stateDirectory.resolve(LocalNode.FILE);
    }

    private record Stamp(
            Object modified, long size, @Nullable Object key) {}

    @Override
    public synchronized Optional<LocalNode> read() throws Unreadable {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Stamp stamp = new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            if (!stamp.equals(readAt)) {
                content = Optional.of(Json.read(Files.readAllBytes(file), LocalNode.class));
                readAt = stamp;
            }
            return content;
        } catch (NoSuchFileException e) {
            readAt = null;
            return Optional.empty();
        } catch (IOException | MalformedJson e) {
            throw new Unreadable(e);
        }
    }
}
