package io.priok.control.spec;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;

import io.priok.domain.Refusal;
import io.priok.domain.spec.Mount;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Mounts of a container. */
final class MountCheck {
    private static final Set<String> TYPES = Set.of("bind", "volume", "tmpfs", "npipe", "cluster", "image");
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

    static void checkTargets(List<Mount> mounts) {
        Set<String> targets = new HashSet<>();
        for (Mount mount : mounts) {
            check(mount);
            if (!targets.add(mount.target())) {
                throw refuse("ContainerSpec: duplicate mount point: " + mount.target());
            }
        }
    }

    /** The real one finds these only on the worker, where the task is rejected; the texts are its worker's. */
    private static void check(Mount mount) {
        if (!mount.target().startsWith("/") && !isTemplate(mount.target())) {
            throw refuse("invalid mount target, must be an absolute path: " + mount.target());
        }
        switch (mount.type()) {
            case "bind" -> {
                if (!mount.source().startsWith("/") && !isTemplate(mount.source())) {
                    throw refuse("invalid bind mount source, must be an absolute path: " + mount.source());
                }
            }
            case "tmpfs" -> {
                if (!mount.source().isEmpty()) {
                    throw refuse("invalid tmpfs source, source must be empty");
                }
            }
            case "volume", "" -> {
                if (mount.source().startsWith("/")) {
                    throw refuse("invalid volume mount source, must not be an absolute path: " + mount.source());
                }
            }
            default ->
                throw Refusal.control(
                        Refusal.Kind.UNIMPLEMENTED, "mounts of type " + mount.type() + " are not supported");
        }
    }

    /** Templates are expanded for each task; only then the path is known. */
    private static boolean isTemplate(String path) {
        return path.contains("{{");
    }

    private static Refusal refuse(String message) {
        return Refusal.control(INVALID_ARGUMENT, message);
    }
}
