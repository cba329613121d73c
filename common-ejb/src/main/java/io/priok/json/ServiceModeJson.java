package io.priok.json;

import io.priok.domain.spec.ServiceMode;
import jakarta.json.bind.adapter.JsonbAdapter;
import org.jspecify.annotations.Nullable;

/** A mode as an object with the one member that names it: {@code {"Replicated":{"Replicas":3}}}. */
final class ServiceModeJson implements JsonbAdapter<ServiceMode, ServiceModeJson.Wire> {
    public record Wire(
            @Nullable Count replicated,
            @Nullable Nothing global,
            @Nullable Job replicatedJob,
            @Nullable Nothing globalJob) {}

    public record Count(@Nullable Long replicas) {}

    public record Job(
            @Nullable Long maxConcurrent, @Nullable Long totalCompletions) {}

    public record Nothing() {}

    @Override
    public Wire adaptToJson(ServiceMode mode) {
        if (mode instanceof ServiceMode.Replicated replicated) {
            return new Wire(new Count(replicated.replicas()), null, null, null);
        }
        if (mode instanceof ServiceMode.ReplicatedJob job) {
            return new Wire(null, null, new Job(job.maxConcurrent(), job.totalCompletions()), null);
        }
        return mode instanceof ServiceMode.Global
                ? new Wire(null, new Nothing(), null, null)
                : new Wire(null, null, null, new Nothing());
    }

    @Override
    public @Nullable ServiceMode adaptFromJson(Wire wire) {
        int named = count(wire.replicated) + count(wire.global) + count(wire.replicatedJob) + count(wire.globalJob);
        if (named > 1) {
            throw new MalformedJson("must specify only one service mode");
        }
        if (wire.replicated != null) {
            return new ServiceMode.Replicated(unsigned(wire.replicated.replicas, 1, "ReplicatedService.Replicas"));
        }
        if (wire.replicatedJob != null) {
            Job job = wire.replicatedJob;
            long concurrent = unsigned(job.maxConcurrent, 1, "ReplicatedJob.MaxConcurrent");
            return new ServiceMode.ReplicatedJob(
                    concurrent, unsigned(job.totalCompletions, concurrent, "ReplicatedJob.TotalCompletions"));
        }
        if (wire.global != null) {
            return new ServiceMode.Global();
        }
        return wire.globalJob != null ? new ServiceMode.GlobalJob() : null;
    }

    private static int count(@Nullable Object member) {
        return member == null ? 0 : 1;
    }

    private static long unsigned(@Nullable Long given, long absent, String field) {
        if (given == null) {
            return absent;
        }
        if (given < 0) {
            throw new MalformedJson(
                    "json: cannot unmarshal number " + given + " into Go struct field " + field + " of type uint64");
        }
        return given;
    }
}
