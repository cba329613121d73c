package io.priok.domain.spec;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service as its user describes it. */
public record ServiceSpec(
        String name,
        Map<String, String> labels,
        TaskSpec taskTemplate,
        ServiceMode mode,
        @Nullable UpdateConfig updateConfig,
        @Nullable UpdateConfig rollbackConfig,
        List<NetworkAttachmentConfig> networks,
        @Nullable EndpointSpec endpointSpec) {
    public ServiceSpec {
        name = Copies.text(name);
        labels = Copies.map(labels);
        taskTemplate = taskTemplate == null ? TaskSpec.EMPTY : taskTemplate;
        mode = mode == null ? new ServiceMode.Replicated(1) : mode;
        networks = Copies.list(networks);
    }

    public ServiceSpec withTaskTemplate(TaskSpec newTemplate) {
        return new ServiceSpec(name, labels, newTemplate, mode, updateConfig, rollbackConfig, networks, endpointSpec);
    }

    public ServiceSpec withMode(ServiceMode newMode) {
        return new ServiceSpec(
                name, labels, taskTemplate, newMode, updateConfig, rollbackConfig, networks, endpointSpec);
    }

    public ServiceSpec withEndpointSpec(@Nullable EndpointSpec newEndpoint) {
        return new ServiceSpec(name, labels, taskTemplate, mode, updateConfig, rollbackConfig, networks, newEndpoint);
    }

    /** Ports asked to be published, empty when there is no endpoint spec. */
    public List<PortConfig> publishedPorts() {
        return endpointSpec == null ? List.of() : endpointSpec.ports();
    }
}
