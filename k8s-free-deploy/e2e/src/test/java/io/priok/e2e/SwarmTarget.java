package io.priok.e2e;

/** Docker's own Swarm in an engine of ours: manager and engine are one process. */
record SwarmTarget(Engine engine) implements Target {
    @Override
    public String host() {
        return engine.host();
    }

    @Override
    public boolean isPriok() {
        return false;
    }

    @Override
    public void kill() {
        engine.kill();
    }

    @Override
    public void start() {
        engine.start();
    }

    @Override
    public void stop() {
        engine.stop();
    }

    @Override
    public String logTail() {
        return Target.tail(engine.log(), 40);
    }

    @Override
    public void close() {
        engine.close();
    }
}
