package io.priok.domain;

import io.priok.domain.spec.Copies;
import io.priok.domain.spec.PortConfig;
import io.priok.domain.spec.ServiceSpec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's service.
 *
 * @param specVersion counts the changes of {@link #spec} by users, from 1; tasks carry it, so that outdated ones are found
 * @param previousSpec what a rollback goes back to
 * @param updateStatus progress of a rolling update or rollback, absent before the first
 * @param ports published ports with those the allocator chose filled in
 * @param pendingDelete true from the request to remove until the last task is gone
 * @param job progress of a job's runs, for the job modes only
 */
public record Service(
        ServiceId id,
        Meta meta,
        ServiceSpec spec,
        long specVersion,
        @Nullable ServiceSpec previousSpec,
        long previousSpecVersion,
        @Nullable UpdateStatus updateStatus,
        List<PortConfig> ports,
        boolean pendingDelete,
        @Nullable JobStatus job)
        implements StateObject {
    public Service {
        ports = Copies.list(ports);
    }

    /** @param iteration counts the runs of a job, from 0 */
    public record JobStatus(long iteration, Instant lastExecution) {}

    @Override
    public ObjectKind kind() {
        return ObjectKind.SERVICE;
    }

    public String name() {
        return spec.name();
    }

    @Override
    public Service withMeta(Meta newMeta) {
        return new Service(
                id,
                newMeta,
                spec,
                specVersion,
                previousSpec,
                previousSpecVersion,
                updateStatus,
                ports,
                pendingDelete,
                job);
    }

    /** The service with a spec that a user asked for; what was there becomes the previous one. */
    public Service withUpdatedSpec(ServiceSpec newSpec, long newSpecVersion) {
        return new Service(id, meta, newSpec, newSpecVersion, spec, specVersion, null, ports, pendingDelete, job);
    }

    public Service withUpdateStatus(@Nullable UpdateStatus newStatus) {
        return new Service(
                id, meta, spec, specVersion, previousSpec, previousSpecVersion, newStatus, ports, pendingDelete, job);
    }

    public Service withPorts(List<PortConfig> newPorts) {
        return new Service(
                id,
                meta,
                spec,
                specVersion,
                previousSpec,
                previousSpecVersion,
                updateStatus,
                newPorts,
                pendingDelete,
                job);
    }

    public Service withJob(@Nullable JobStatus newJob) {
        return new Service(
                id,
                meta,
                spec,
                specVersion,
                previousSpec,
                previousSpecVersion,
                updateStatus,
                ports,
                pendingDelete,
                newJob);
    }

    public Service deleted() {
        return new Service(
                id, meta, spec, specVersion, previousSpec, previousSpecVersion, updateStatus, ports, true, job);
    }
}
