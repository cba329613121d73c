package io.priok.api.view;

import io.priok.control.query.ServiceQueries;
import io.priok.domain.Service;
import io.priok.domain.ServiceId;
import io.priok.domain.UpdateStatus;
import io.priok.domain.spec.EndpointSpec;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.ServiceSpec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service as the API shows it. */
public record ServiceView(
        ServiceId id,
        Version version,
        Instant createdAt,
        Instant updatedAt,
        ServiceSpec spec,
        @Nullable ServiceSpec previousSpec,
        Endpoint endpoint,
        @Nullable UpdateStatus updateStatus,
        @Nullable Status serviceStatus,
        @Nullable JobStatus jobStatus) {
    private static final EndpointSpec NO_ENDPOINT = new EndpointSpec("", List.of());

    /** The allocated side of the endpoint: with the ports that the system chose. */
    public record Endpoint(EndpointSpec spec, List<PortConfig> ports) {}

    public record Status(long runningTasks, long desiredTasks, long completedTasks) {}

    public record JobStatus(Iteration jobIteration, Instant lastExecution) {}

    /** @param index absent in a job's first run */
    public record Iteration(@Nullable Long index) {}

    /** @param insertDefaults fills in what the system assumes where the user said nothing */
    public static ServiceView of(Service service, boolean insertDefaults) {
        return of(service, insertDefaults, null);
    }

    public static ServiceView of(Service service, ServiceQueries.Progress progress) {
        return of(service, false, new Status(progress.running(), progress.desired(), progress.completed()));
    }

    private static ServiceView of(Service service, boolean insertDefaults, @Nullable Status status) {
        Service.JobStatus job = service.job();
        return new ServiceView(
                service.id(),
                new Version(service.version()),
                service.meta().createdAt(),
                service.meta().updatedAt(),
                insertDefaults ? SpecDefaults.fill(service.spec()) : service.spec(),
                service.previousSpec(),
                endpoint(service),
                service.updateStatus(),
                status,
                job == null
                        ? null
                        : new JobStatus(
                                new Iteration(job.iteration() == 0 ? null : job.iteration()), job.lastExecution()));
    }

    private static Endpoint endpoint(Service service) {
        EndpointSpec spec = service.spec().endpointSpec();
        if (spec == null || spec.ports().isEmpty() || service.ports().isEmpty()) {
            return new Endpoint(NO_ENDPOINT, List.of());
        }
        return new Endpoint(spec, service.ports());
    }
}
