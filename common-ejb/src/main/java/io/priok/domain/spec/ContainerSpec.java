package io.priok.domain.spec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The container of a task. Components are those of the API's {@code ContainerSpec}.
 *
 * @param command replaces the image's entry point
 * @param args replaces the image's command
 * @param env {@code NAME=value}
 * @param dir working directory
 * @param stopGracePeriod time between the stop signal and the kill; absent means 10 s
 * @param init run a small init as process 1; absent means the engine's default
 * @param hosts extra lines for /etc/hosts, {@code IP NAME…}
 */
public record ContainerSpec(
        String image,
        Map<String, String> labels,
        List<String> command,
        List<String> args,
        String hostname,
        List<String> env,
        String dir,
        String user,
        List<String> groups,
        @Nullable Privileges privileges,
        @Nullable Boolean init,
        String stopSignal,
        boolean tty,
        boolean openStdin,
        boolean readOnly,
        List<Mount> mounts,
        @Nullable Duration stopGracePeriod,
        @Nullable HealthConfig healthcheck,
        List<String> hosts,
        @Nullable DnsConfig dnsConfig,
        List<SecretReference> secrets,
        List<ConfigReference> configs,
        String isolation,
        Map<String, String> sysctls,
        List<String> capabilityAdd,
        List<String> capabilityDrop,
        List<Ulimit> ulimits,
        long oomScoreAdj) {
    public static final ContainerSpec EMPTY = new ContainerSpec(
            "", Map.of(), List.of(), List.of(), "", List.of(), "", "", List.of(), null, null, "", false, false, false,
            List.of(), null, null, List.of(), null, List.of(), List.of(), "", Map.of(), List.of(), List.of(), List.of(),
            0);

    public static final Duration DEFAULT_STOP_GRACE_PERIOD = Duration.ofSeconds(10);

    public ContainerSpec {
        image = Copies.text(image);
        labels = Copies.map(labels);
        command = Copies.list(command);
        args = Copies.list(args);
        hostname = Copies.text(hostname);
        env = Copies.list(env);
        dir = Copies.text(dir);
        user = Copies.text(user);
        groups = Copies.list(groups);
        stopSignal = Copies.text(stopSignal);
        mounts = Copies.list(mounts);
        hosts = Copies.list(hosts);
        secrets = Copies.list(secrets);
        configs = Copies.list(configs);
        isolation = Copies.text(isolation);
        sysctls = Copies.map(sysctls);
        capabilityAdd = Copies.list(capabilityAdd);
        capabilityDrop = Copies.list(capabilityDrop);
        ulimits = Copies.list(ulimits);
    }

    /** The smallest useful container: an image and its arguments. */
    public static ContainerSpec of(String image, String... args) {
        return EMPTY.with(image, List.of(args));
    }

    public ContainerSpec withImage(String newImage) {
        return with(newImage, args);
    }

    public Duration stopGracePeriodOrDefault() {
        return stopGracePeriod == null ? DEFAULT_STOP_GRACE_PERIOD : stopGracePeriod;
    }

    /** Resolvers of a container. */
    public record DnsConfig(List<String> nameservers, List<String> search, List<String> options) {
        public DnsConfig {
            nameservers = Copies.list(nameservers);
            search = Copies.list(search);
            options = Copies.list(options);
        }
    }

    /**
     * A health check.
     *
     * @param test {@code NONE}, or {@code CMD} or {@code CMD-SHELL} with what to run; empty inherits the image's
     */
    public record HealthConfig(
            List<String> test,
            @Nullable Duration interval,
            @Nullable Duration timeout,
            @Nullable Duration startPeriod,
            @Nullable Duration startInterval,
            int retries) {
        public HealthConfig {
            test = Copies.list(test);
        }
    }

    public record Ulimit(String name, long hard, long soft) {
        public Ulimit {
            name = Copies.text(name);
        }
    }

    /** Security options; what this system does not act on is refused by the API. */
    public record Privileges(
            @Nullable CredentialSpec credentialSpec,
            @Nullable SeLinuxContext seLinuxContext,
            @Nullable Seccomp seccomp,
            @Nullable AppArmor appArmor,
            boolean noNewPrivileges) {}

    public record CredentialSpec(String config, String file, String registry) {
        public CredentialSpec {
            config = Copies.text(config);
            file = Copies.text(file);
            registry = Copies.text(registry);
        }
    }

    public record SeLinuxContext(boolean disable, String user, String role, String type, String level) {
        public SeLinuxContext {
            user = Copies.text(user);
            role = Copies.text(role);
            type = Copies.text(type);
            level = Copies.text(level);
        }
    }

    /** @param profile base64 of the profile's JSON, for mode {@code custom} */
    public record Seccomp(String mode, String profile) {
        public Seccomp {
            mode = Copies.text(mode);
            profile = Copies.text(profile);
        }
    }

    public record AppArmor(String mode) {
        public AppArmor {
            mode = Copies.text(mode);
        }
    }

    /** Where a secret's or config's file appears; {@code mode} is the file's permission bits. */
    public record FileTarget(String name, String uid, String gid, long mode) {
        public FileTarget {
            name = Copies.text(name);
            uid = Copies.text(uid);
            gid = Copies.text(gid);
        }
    }

    public record SecretReference(@Nullable FileTarget file, String secretId, String secretName) {
        public SecretReference {
            secretId = Copies.text(secretId);
            secretName = Copies.text(secretName);
        }
    }

    /** A config used as a file, or by the runtime (a credential spec). */
    public record ConfigReference(
            @Nullable FileTarget file, @Nullable RuntimeTarget runtime, String configId, String configName) {
        public ConfigReference {
            configId = Copies.text(configId);
            configName = Copies.text(configName);
        }
    }

    public record RuntimeTarget() {}

    private ContainerSpec with(String newImage, List<String> newArgs) {
        return new ContainerSpec(
                newImage,
                labels,
                command,
                newArgs,
                hostname,
                env,
                dir,
                user,
                groups,
                privileges,
                init,
                stopSignal,
                tty,
                openStdin,
                readOnly,
                mounts,
                stopGracePeriod,
                healthcheck,
                hosts,
                dnsConfig,
                secrets,
                configs,
                isolation,
                sysctls,
                capabilityAdd,
                capabilityDrop,
                ulimits,
                oomScoreAdj);
    }
}
