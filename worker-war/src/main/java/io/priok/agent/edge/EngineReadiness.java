package io.priok.agent.edge;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the engine answers. */
@Readiness
@ApplicationScoped
public class EngineReadiness implements HealthCheck {
    @Inject
    private Worker worker;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("engine")
                .status(worker.agent().isEngineUp())
                .build();
    }
}
