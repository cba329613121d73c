package io.priok.domain.spec;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each task of a service is to be.
 *
 * @param forceUpdate counter that users raise to have the tasks replaced although nothing else changed
 * @param runtime {@code container}, or empty
 */
public record TaskSpec(
        @Nullable ContainerSpec containerSpec,
        @Nullable ResourceRequirements resources,
        @Nullable RestartPolicy restartPolicy,
        @Nullable Placement placement,
        List<NetworkAttachmentConfig> networks,
        @Nullable Driver logDriver,
        long forceUpdate,
        String runtime) {
    public static final TaskSpec EMPTY = new TaskSpec(null, null, null, null, List.of(), null, 0, "");

    public TaskSpec {
        networks = Copies.list(networks);
        runtime = Copies.text(runtime);
    }

    /** A driver by name with its options: of logs, of a network, of a volume. */
    public record Driver(String name, Map<String, String> options) {
        public Driver {
            name = Copies.text(name);
            options = Copies.map(options);
        }
    }

    public ContainerSpec container() {
        return containerSpec == null ? ContainerSpec.EMPTY : containerSpec;
    }

    public Resources reservations() {
        return resources == null || resources.reservations() == null ? Resources.NONE : resources.reservations();
    }

    public Resources limits() {
        return resources == null || resources.limits() == null ? Resources.NONE : resources.limits();
    }

    public Placement placementOrNone() {
        return placement == null ? Placement.NONE : placement;
    }

    public RestartPolicy restartPolicyOrDefault() {
        return restartPolicy == null ? RestartPolicy.DEFAULT : restartPolicy;
    }

    public TaskSpec withContainerSpec(ContainerSpec newSpec) {
        return new TaskSpec(newSpec, resources, restartPolicy, placement, networks, logDriver, forceUpdate, runtime);
    }
}
