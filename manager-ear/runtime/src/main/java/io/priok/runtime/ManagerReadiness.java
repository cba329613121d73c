package io.priok.runtime;

import static java.util.Locale.ROOT;

import io.priok.control.port.LocalSwarm;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when, on a manager, the log has a leader. A node in no swarm is ready to be put into one. */
@Readiness
@ApplicationScoped
public class ManagerReadiness implements HealthCheck {
    @EJB
    private Boot boot;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("priok-manager");
        LocalSwarm local = boot.lifecycle().local();
        answer.withData("swarm", local.state().name().toLowerCase(ROOT));
        if (!local.error().isEmpty()) {
            answer.withData("error", local.error());
        }
        return answer.status(boot.isSettled()).build();
    }
}
