package io.priok.console.frame;

import io.priok.domain.Task;
import io.priok.image.Image;
import io.priok.image.SeenState;

/**
 * Equal as long as pages look the same, but for ages.
 *
 * @param index of the applied state
 * @param seen sum over the statuses that workers reported, whatever their order
 */
record Fingerprint(Standing.Kind standing, long index, long seen) {
    static Fingerprint of(Snapshot snapshot) {
        Image image = snapshot.image();
        return new Fingerprint(snapshot.standing().kind(), image.index(), seen(image, snapshot.seen()));
    }

    private static long seen(Image image, SeenState seen) {
        long sum = 0;
        for (Task task : image.tasks()) {
            sum += seen.task(task.id())
                    .map(status -> 31L * task.id().hashCode() + status.hashCode())
                    .orElse(0L);
        }
        return sum;
    }
}
