package io.priok.state;

/**
 * The formats of the state: of the log's entries and of the objects in them, counted from {@link #FIRST}. The cluster's
 * {@code format} is the one in force. A manager reads all formats up to the newest that it knows, and writes the one in force, so
 * managers of two versions work together until the last has been replaced; then the leader raises the format.
 */
public final class StateFormat {
    public static final int FIRST = 1;

    /** What this version knows. To be raised with anything in an entry that the version before it would misread or lose. */
    public static final int NEWEST = 1;

    private StateFormat() {}
}
