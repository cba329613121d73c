package io.priok.agent;

import io.priok.domain.spec.Mount;
import io.priok.domain.spec.Mount.BindOptions;
import io.priok.domain.spec.Mount.TmpfsOptions;
import io.priok.domain.spec.Mount.VolumeOptions;
import io.priok.domain.spec.TaskSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The mounts of a container request. The engine creates volumes that are not there, with these drivers and labels. */
final class MountPlan {
    private MountPlan() {}

    static List<Map<String, Object>> mounts(List<Mount> mounts, Template template) throws Unfit {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Mount mount : mounts) {
            String source = template.fill("mounts", mount.source());
            String target = template.fill("mounts", mount.target());
            check(mount.type(), source, target);
            Members members = new Members();
            members.put("Type", type(mount));
            members.put("Source", source);
            members.put("Target", target);
            members.put("ReadOnly", mount.readOnly());
            members.put("Consistency", mount.consistency());
            members.put("BindOptions", bind(mount.bindOptions()));
            members.put("VolumeOptions", volume(mount.volumeOptions(), template));
            members.put("TmpfsOptions", tmpfs(mount.tmpfsOptions()));
            all.add(members.map());
        }
        return all;
    }

    /** In the real one's words, so that a mount that would escape is refused before the engine sees it. */
    private static void check(String type, String source, String target) throws Unfit {
        if (!target.startsWith("/")) {
            throw new Unfit("invalid mount target, must be an absolute path: " + target);
        }
        boolean absolute = source.startsWith("/");
        if (type.equals("bind") && !absolute) {
            throw new Unfit("invalid bind mount source, must be an absolute path: " + source);
        }
        if (type.equals("volume") && absolute) {
            throw new Unfit("invalid volume mount source, must not be an absolute path: " + source);
        }
        if (type.equals("tmpfs") && !source.isEmpty()) {
            throw new Unfit("invalid tmpfs source, source must be empty");
        }
    }

    private static String type(Mount mount) throws Unfit {
        return switch (mount.type()) {
            case "bind", "volume", "tmpfs", "npipe", "image" -> mount.type();
            case "cluster" -> throw new Unfit("mount " + mount.target() + ": cluster volumes are not supported");
            default -> throw new Unfit("mount " + mount.target() + ": invalid mount type \"" + mount.type() + "\"");
        };
    }

    private static @Nullable Map<String, Object> bind(@Nullable BindOptions options) {
        if (options == null) {
            return null;
        }
        Members members = new Members();
        members.put("Propagation", options.propagation());
        members.put("NonRecursive", options.nonRecursive());
        members.put("CreateMountpoint", options.createMountpoint());
        return members.map();
    }

    private static @Nullable Map<String, Object> volume(@Nullable VolumeOptions options, Template template)
            throws Unfit {
        if (options == null) {
            return null;
        }
        Members members = new Members();
        members.put("NoCopy", options.noCopy());
        members.put("Labels", filled(options.labels(), template));
        members.put("Subpath", options.subpath());
        TaskSpec.Driver driver = options.driverConfig();
        if (driver != null) {
            Members config = new Members();
            config.put("Name", template.fill("mounts", driver.name()));
            config.put("Options", filled(driver.options(), template));
            members.put("DriverConfig", config.map());
        }
        return members.map();
    }

    private static Map<String, String> filled(Map<String, String> texts, Template template) throws Unfit {
        Map<String, String> filled = new LinkedHashMap<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            filled.put(text.getKey(), template.fill("mounts", text.getValue()));
        }
        return filled;
    }

    private static @Nullable Map<String, Object> tmpfs(@Nullable TmpfsOptions options) {
        if (options == null) {
            return null;
        }
        Members members = new Members();
        members.put("SizeBytes", options.sizeBytes());
        members.put("Mode", options.mode());
        return members.map();
    }
}
