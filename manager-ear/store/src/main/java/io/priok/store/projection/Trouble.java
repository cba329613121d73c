package io.priok.store.projection;

import java.io.EOFException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** What a failure of the database means. */
final class Trouble {
    /** H2: the file is locked by another process; the database is closing; disk (full, failing) or network trouble. */
    private static final Set<Integer> H2_PASSING = Set.of(90020, 90028, 90031, 90067, 90098, 90100);
    /** H2: the file is corrupted, or of a version that cannot be read. */
    private static final Set<Integer> H2_DAMAGE = Set.of(90030, 90048);
    /** Classes of SQL states: no connection; no disk, memory or connections left (PostgreSQL's). */
    private static final String CONNECTION = "08";

    private static final String RESOURCES = "53";

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

    /** Damage anywhere in the chain decides: H2 also says that it is closed, after it has closed itself because of the damage. */
    private static boolean isPassing(Throwable failure) {
        boolean passing = false;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (isDamage(each)) {
                return false;
            }
            passing |= isPassingItself(each);
        }
        return passing;
    }

    /** The end of a file comes too early each time it is read, though H2 reports it as it reports a failing disk. */
    private static boolean isDamage(Throwable each) {
        return each instanceof EOFException
                || (each instanceof SQLException sql && H2_DAMAGE.contains(sql.getErrorCode()));
    }

    private static boolean isPassingItself(Throwable each) {
        if (each instanceof SQLException sql) {
            String state = sql.getSQLState() == null ? "" : sql.getSQLState();
            return sql instanceof SQLTransientConnectionException
                    || H2_PASSING.contains(sql.getErrorCode())
                    || state.startsWith(CONNECTION)
                    || state.startsWith(RESOURCES)
                    || isWaitTimeout(each);
        }
        return (each instanceof IOException && each.getCause() == null) || isWaitTimeout(each);
    }

    /** Liberty's, when all connections of the pool are taken; its class is not for applications to see. */
    private static boolean isWaitTimeout(Throwable each) {
        return each.getClass().getSimpleName().startsWith("ConnectionWaitTimeout");
    }
}
