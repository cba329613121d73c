package io.priok.log;

/**
 * Bounds on memory and disk, in bytes unless named otherwise. Disk use stays below about two snapshots plus twice
 * {@code snapshotBytes} plus two segments.
 *
 * @param entryBytes largest entry accepted
 * @param pendingBytes entries that may wait in memory for a majority
 * @param segmentBytes size at which a new log file is begun
 * @param preallocatedBytes step by which a log file grows
 * @param snapshotEntries entries after which a snapshot is taken
 * @param snapshotBytes bytes of entries after which a snapshot is taken
 */
public record LogLimits(
        int entryBytes,
        int pendingBytes,
        int segmentBytes,
        int preallocatedBytes,
        long snapshotEntries,
        long snapshotBytes) {
    private static final int MB = 1 << 20;

    /** For a manager with a 256 MB heap. */
    public static LogLimits standard() {
        return new LogLimits(4 * MB, 16 * MB, 8 * MB, MB / 4, 20_000, 32L * MB);
    }

    public LogLimits withSnapshotAfter(long entries, long bytes) {
        return new LogLimits(entryBytes, pendingBytes, segmentBytes, preallocatedBytes, entries, bytes);
    }

    public LogLimits withSegmentBytes(int bytes) {
        return new LogLimits(
                entryBytes, pendingBytes, bytes, Math.min(preallocatedBytes, bytes), snapshotEntries, snapshotBytes);
    }
}
