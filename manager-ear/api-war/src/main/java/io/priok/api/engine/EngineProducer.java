package io.priok.api.engine;

import io.priok.control.port.EngineAddress;
import io.priok.control.port.EngineHttp;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the connection to the engine of this node. */
@ApplicationScoped
public class EngineProducer {
    @Resource
    ManagedExecutorService executor;

    @Produces
    @ApplicationScoped
    EngineHttp engine(EngineAddress address) {
        return new EngineSocket(address, executor);
    }

    @Produces
    @Singleton
    EngineFacts facts(EngineHttp engine) {
        return new EngineFacts(engine);
    }
}
