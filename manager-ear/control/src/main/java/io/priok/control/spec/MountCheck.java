package io.priok.control.spec;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;
import static io.priok.domain.Refusal.Kind.UNIMPLEMENTED;

import io.priok.domain.Refusal;
import io.priok.domain.spec.Mount;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Mounts of a container. */
final class MountCheck {
    private static final Set<String> TYPES = Set.of("bind", "volume", "tmpfs", "npipe", "cluster", "image");
    private static final Set<String> SUPPORTED = Set.of("bind", "volume", "tmpfs");
    private static final Set<String> PROPAGATIONS =
            Set.of("", "private", "rprivate", "shared", "rshared", "slave", "rslave");

    private MountCheck() {}

    /** Words that the wire format does not know. */
    static void checkWire(List<Mount> mounts) {
        for (Mount mount : mounts) {
            if (!mount.type().isEmpty() && !TYPES.contains(mount.type())) {
                throw Refusal.plain(INVALID_ARGUMENT, "invalid MountType: " + GoText.quoted(mount.type()));
            }
            Mount.BindOptions bind = mount.bindOptions();
            if (bind != null && !PROPAGATIONS.contains(bind.propagation())) {
                throw Refusal.plain(INVALID_ARGUMENT, "invalid MountPropagation: " + GoText.quoted(bind.propagation()));
            }
        }
    }

    /**
     * What can be told without the worker. Sources and targets that no engine takes are found by the task's worker, which rejects
     * the task: only there templates are expanded.
     */
    static void checkTargets(List<Mount> mounts) {
        Set<String> targets = new HashSet<>();
        for (Mount mount : mounts) {
            if (!SUPPORTED.contains(mount.type())) {
                throw Refusal.control(UNIMPLEMENTED, "mounts of type " + mount.type() + " are not supported");
            }
            if (!targets.add(mount.target())) {
                throw Refusal.control(INVALID_ARGUMENT, "ContainerSpec: duplicate mount point: " + mount.target());
            }
        }
    }
}
