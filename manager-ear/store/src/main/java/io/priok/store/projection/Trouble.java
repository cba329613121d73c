package io.priok.store.projection;

import java.sql.SQLException;
import java.util.Set;

/** What a failure of the database means. */
final class Trouble {
    /** H2: the file is locked by another process; the database is closing; disk or network trouble. */
    private static final Set<Integer> H2_PASSING = Set.of(90020, 90098, 90031, 90067);

    private Trouble() {}

    /** The failure to throw when reading has failed for {@code cause}. */
    static RuntimeException reading(RuntimeException cause) {
        if (isPassing(cause)) {
            return new ProjectionUnavailable("the projection's database is not available: " + root(cause), cause);
        }
        return new ProjectionUnreadable("the projection cannot be read: " + root(cause), cause);
    }

    /** In a line, for a status. */
    static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    private static boolean isPassing(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql
                    && (H2_PASSING.contains(sql.getErrorCode())
                            || (sql.getSQLState() != null && sql.getSQLState().startsWith("08")))) {
                return true;
            }
        }
        return false;
    }
}
