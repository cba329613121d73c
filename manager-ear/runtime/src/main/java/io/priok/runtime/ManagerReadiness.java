package io.priok.runtime;

import io.priok.control.port.LocalSwarm;
import io.priok.log.LogStatus;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the API is served and, on a manager, the log has a leader. A node in no swarm is ready to be put into one. */
@Readiness
@ApplicationScoped
public class ManagerReadiness implements HealthCheck {
    @EJB
    private Boot boot;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("priok-manager");
        ManagerNode node = boot.node();
        LocalSwarm local = node.local();
        answer.withData("swarm", local.state().name().toLowerCase(java.util.Locale.ROOT));
        if (!local.error().isEmpty()) {
            answer.withData("error", local.error());
        }
        boolean settled = local.state() == LocalSwarm.State.INACTIVE
                || (local.state() == LocalSwarm.State.ACTIVE
                        && node.running().map(ManagerReadiness::hasLeader).orElse(true));
        return answer.status(settled).build();
    }

    private static boolean hasLeader(RunningManager manager) {
        LogStatus log = manager.logStatus();
        return log.leaderId().isPresent();
    }
}
