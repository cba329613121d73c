package io.priok.store.projection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The projection's own H2 database in a directory, for those who supply no data source. */
public final class H2Files {
    private static final Logger LOG = LoggerFactory.getLogger(H2Files.class);
    private static final String NAME = "projection";
    private static final String FILE = NAME + ".mv.db";

    private H2Files() {}

    /**
     * The address of the database in a directory. A commit is handed to the operating system before it returns, which H2 does not do
     * unless told: so a killed process loses nothing that was committed.
     */
    public static String url(Path directory) {
        return "jdbc:h2:file:" + directory.toAbsolutePath().resolve(NAME)
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;CACHE_SIZE=16384";
    }

    /** A small pool; close it with {@link #close}. */
    public static DataSource open(Path directory) {
        JdbcConnectionPool pool = JdbcConnectionPool.create(url(directory), "sa", "");
        pool.setMaxConnections(8);
        return pool;
    }

    /** Closes the database of {@link #open} and frees its file. */
    public static void close(DataSource source) {
        if (source instanceof JdbcConnectionPool pool) {
            try (var connection = pool.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("SHUTDOWN");
            } catch (SQLException e) {
                // Damaged, or closed before: there is nothing left to close.
                LOG.debug("closing the projection's database", e);
            }
            pool.dispose();
        }
    }

    /** Puts a database that cannot be read out of the way and keeps it. The database must be closed. */
    public static void moveAside(Path directory, Instant now) {
        try {
            Path file = directory.resolve(FILE);
            if (Files.exists(file)) {
                Files.move(file, directory.resolve(FILE + ".unreadable." + now.toEpochMilli()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot move the unreadable projection aside in " + directory, e);
        }
    }
}
