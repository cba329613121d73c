package io.priok.e2e.nemesis;

import io.priok.e2e.Api;
import java.nio.file.Path;

/**
 * The engine of a lab host. Its socket is found through the host's first process; once that has died, its number, and with it the
 * socket's path, may come to mean another host.
 *
 * @param init the host's first process, which is told from a later one of the same number by the time of its start
 */
record HostEngine(Path socket, ProcessHandle init) {
    static HostEngine of(Path socket, long init) {
        return new HostEngine(socket, ProcessHandle.of(init).orElseThrow());
    }

    Api api() {
        return new Api("unix://" + socket);
    }

    /** When so after an answer, the answer came from this host. */
    boolean isStillThere() {
        return init.isAlive();
    }
}
