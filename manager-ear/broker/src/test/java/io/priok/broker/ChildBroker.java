package io.priok.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A broker in a process of its own, which can be frozen: to the others that looks like a host without power. */
final class ChildBroker implements AutoCloseable {
    private static final String READY = "ready";

    final List<String> lines = new CopyOnWriteArrayList<>();
    private final Process process;

    /** Starts it with one consumer, whose messages become {@link #lines}. */
    ChildBroker(BrokerConfig.Peer self, String queue, List<BrokerConfig.Peer> peers) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file"),
                "-cp",
                System.getProperty("java.class.path"),
                ChildBroker.class.getName(),
                Integer.toString(self.port()),
                queue));
        peers.forEach(peer -> command.add(Integer.toString(peer.port())));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        new Thread(this::read, "child's output").start();
        try {
            Eventually.until("the child is ready", () -> lines.contains(READY) || !process.isAlive());
        } catch (AssertionError late) {
            close();
            throw late;
        }
    }

    private void read() {
        try (BufferedReader out = process.inputReader()) {
            out.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException killed) {
            lines.add("killed");
        }
    }

    void freeze() throws Exception {
        signal("STOP");
    }

    void thaw() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("kill -" + name + " ended with " + code);
        }
    }

    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param arguments port, queue, ports of the peers */
    public static void main(String[] arguments) throws InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        Member[] peers = Arrays.stream(arguments)
                .skip(2)
                .map(peer -> new Member(Integer.parseInt(peer)))
                .toArray(Member[]::new);
        try (Member self = new Member(port).start(peers)) {
            self.broker()
                    .consume(arguments[1], ask -> System.out.println(((Body.Text) ask.body()).value()), Thread::new);
            System.out.println(READY);
            new CountDownLatch(1).await();
        }
    }
}
