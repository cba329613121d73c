package io.priok.json;

import io.priok.domain.NodeDescription;
import io.priok.domain.spec.ContainerSpec;
import io.priok.domain.spec.Mount;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** How a record component is called in Docker's JSON, and which fields Docker leaves out when they hold nothing. */
final class FieldNames {
    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("id", "ID"),
            Map.entry("serviceId", "ServiceID"),
            Map.entry("taskId", "TaskID"),
            Map.entry("nodeId", "NodeID"),
            Map.entry("clusterId", "ClusterID"),
            Map.entry("networkId", "NetworkID"),
            Map.entry("secretId", "SecretID"),
            Map.entry("configId", "ConfigID"),
            Map.entry("containerId", "ContainerID"),
            Map.entry("pid", "PID"),
            Map.entry("uid", "UID"),
            Map.entry("gid", "GID"),
            Map.entry("os", "OS"),
            Map.entry("tty", "TTY"),
            Map.entry("dnsConfig", "DNSConfig"),
            Map.entry("nanoCpus", "NanoCPUs"),
            Map.entry("caConfig", "CAConfig"),
            Map.entry("externalCas", "ExternalCAs"),
            Map.entry("caCert", "CACert"),
            Map.entry("signingCaCert", "SigningCACert"),
            Map.entry("signingCaKey", "SigningCAKey"),
            Map.entry("url", "URL"),
            Map.entry("seLinuxContext", "SELinuxContext"),
            Map.entry("ipamOptions", "IPAMOptions"),
            Map.entry("ipam", "IPAM"),
            Map.entry("ipv6Enabled", "IPv6Enabled"),
            Map.entry("enableIpv6", "EnableIPv6"),
            Map.entry("enableIpv4", "EnableIPv4"),
            Map.entry("tlsInfo", "TLSInfo"),
            Map.entry("virtualIps", "VirtualIPs"),
            Map.entry("vni", "VNI"),
            Map.entry("configOnly", "ConfigOnly"));

    /** Numbers that Docker leaves out when they are 0. */
    private static final Set<String> OMIT_ZERO = Set.of(
            "NanoCPUs",
            "MemoryBytes",
            "Pids",
            "MaxReplicas",
            "Retries",
            "OomScoreAdj",
            "SizeBytes",
            "PublishedPort",
            "Slot",
            "SnapshotInterval",
            "ForceRotate",
            "JobIteration",
            "PreviousSpecVersion");

    /** Booleans that Docker leaves out when they are false. */
    private static final Set<String> OMIT_FALSE = Set.of(
            "TTY",
            "OpenStdin",
            "ReadOnly",
            "NoCopy",
            "NonRecursive",
            "CreateMountpoint",
            "IPv6Enabled",
            "NoNewPrivileges",
            "PendingDelete",
            "Disable");

    /** Texts that Docker writes although they are empty. */
    private static final Set<String> KEEP_EMPTY_TEXT = Set.of("NodeAddr", "Network");

    /** Maps that Docker leaves out when they are empty. */
    private static final Set<String> OMIT_EMPTY_MAP = Set.of("DriverOpts", "Options", "Sysctls", "ServiceLabels");

    /** Records whose own {@code Labels} Docker leaves out when they are empty. */
    private static final Set<Class<?>> OMIT_EMPTY_LABELS_OF =
            Set.of(ContainerSpec.class, Mount.VolumeOptions.class, NodeDescription.Engine.class);

    private FieldNames() {}

    static String of(String component) {
        String irregular = IRREGULAR.get(component);
        return irregular != null ? irregular : Character.toUpperCase(component.charAt(0)) + component.substring(1);
    }

    /** True when Docker leaves this member of a record out, because it holds nothing. */
    static boolean omits(Class<?> owner, String field, Object value) {
        if (value instanceof String text) {
            return text.isEmpty() && !KEEP_EMPTY_TEXT.contains(field);
        } else if (value instanceof Collection<?> collection) {
            return collection.isEmpty();
        } else if (value instanceof Map<?, ?> map) {
            boolean omitted =
                    OMIT_EMPTY_MAP.contains(field) || (field.equals("Labels") && OMIT_EMPTY_LABELS_OF.contains(owner));
            return map.isEmpty() && omitted;
        } else if (value instanceof Boolean truth) {
            return !truth && OMIT_FALSE.contains(field);
        } else if (value instanceof Number number) {
            return number.doubleValue() == 0 && OMIT_ZERO.contains(field);
        }
        return false;
    }
}
