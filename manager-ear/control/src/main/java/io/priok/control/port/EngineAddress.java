package io.priok.control.port;

import java.nio.file.Path;

/** Where the node's own container engine listens: a unix socket. */
public record EngineAddress(Path socket) {}
