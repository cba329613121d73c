package io.priok.domain.spec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file system of a container.
 *
 * @param type {@code bind}, {@code volume}, {@code tmpfs}, {@code npipe}, {@code cluster} or {@code image}
 */
public record Mount(
        String type,
        String source,
        String target,
        boolean readOnly,
        String consistency,
        @Nullable BindOptions bindOptions,
        @Nullable VolumeOptions volumeOptions,
        @Nullable TmpfsOptions tmpfsOptions) {
    public Mount {
        type = Copies.text(type);
        source = Copies.text(source);
        target = Copies.text(target);
        consistency = Copies.text(consistency);
    }

    public record BindOptions(String propagation, boolean nonRecursive, boolean createMountpoint) {
        public BindOptions {
            propagation = Copies.text(propagation);
        }
    }

    public record VolumeOptions(
            boolean noCopy, Map<String, String> labels, String subpath, TaskSpec.@Nullable Driver driverConfig) {
        public VolumeOptions {
            labels = Copies.map(labels);
            subpath = Copies.text(subpath);
        }
    }

    /**
     * @param sizeBytes 0 for no limit
     * @param mode permission bits, 0 for the default
     */
    public record TmpfsOptions(long sizeBytes, long mode) {}
}
