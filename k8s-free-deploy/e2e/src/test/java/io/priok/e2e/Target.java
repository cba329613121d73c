package io.priok.e2e;

import java.nio.file.Path;

/** What is tested: an endpoint of Docker's API with a Swarm behind it, and what can be done to it from outside. */
interface Target extends AutoCloseable {
    /** As in DOCKER_HOST. */
    String host();

    /** True for Priok, false when Docker's own Swarm stands in to prove the expectations. */
    boolean isPriok();

    /** The engine that runs the containers; skips the test when it is not ours to break. */
    Engine engine();

    /** kill -9 of the process that serves the API. */
    void kill();

    /** Starts it (again) and waits until it answers. */
    void start();

    /** An orderly stop. */
    void stop();

    /** The last lines of its logs, for a failure's report. */
    String logTail();

    default Api api() {
        return new Api(host());
    }

    @Override
    void close();

    /** The end of a text file, or why there is none. */
    static String tail(Path file, int lines) {
        return "== " + file + "\n"
                + Command.of("tail", "-n", Integer.toString(lines), file.toString())
                        .run()
                        .out();
    }
}
