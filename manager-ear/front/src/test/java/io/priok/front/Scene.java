package io.priok.front;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A front door between two fake backends. */
final class Scene implements AutoCloseable {
    final Path directory;
    final Path socket;
    final FakeSwarm swarm;
    final FakeEngine engine;
    final FrontDoor door;

    Scene(FakeEngine.Script script) throws IOException {
        this(script, config -> config);
    }

    Scene(FakeEngine.Script script, UnaryOperator<FrontDoorConfig> change) throws IOException {
        directory = Files.createTempDirectory("front");
        socket = directory.resolve("engine.sock");
        swarm = new FakeSwarm();
        engine = new FakeEngine(socket, "1.41", script);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        door = FrontDoor.start(
                change.apply(FrontDoorConfig.of(any, swarm.address()).withEngineSocket(socket)));
    }

    @Override
    public void close() throws IOException {
        door.close();
        engine.close();
        swarm.close();
        Files.deleteIfExists(socket);
        Files.delete(directory);
    }
}
