package io.priok.agent.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.agent.joining.Place;
import io.priok.domain.AgentId;
import io.priok.join.ManagerList;
import io.priok.json.Json;
import io.priok.message.Admission;
import io.priok.message.LocalNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A member's files in the state directory, as the manager application writes them on a host that has it. */
public final class PlaceFiles implements Place {
    private final Path directory;
    private final AgentId agent;

    /** @param stateDirectory of this server */
    public PlaceFiles(Path stateDirectory, AgentId agent) {
        this.directory = stateDirectory;
        this.agent = agent;
    }

    @Override
    public boolean isVacant() {
        return !Files.exists(directory.resolve(LocalNode.FILE))
                && !Files.exists(directory.resolve("worker").resolve(FenceFile.NAME));
    }

    @Override
    public void take(Admission admission, String advertiseAddress) {
        List<String> managers = ManagerList.preferred(List.of(), admission.managers(), agent);
        try {
            write("broker.secret", admission.brokerSecret());
            write("node.key", admission.nodeKey());
            write("certificates/swarm-root-ca.crt", admission.rootCertificate());
            write(OrderFiles.MANAGERS, String.join("\n", managers) + "\n");
            write(
                    LocalNode.FILE,
                    Json.write(new LocalNode(admission.nodeId(), admission.clusterId(), 0, 0, advertiseAddress)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        SafeFile.replace(file, content.getBytes(UTF_8));
    }
}
