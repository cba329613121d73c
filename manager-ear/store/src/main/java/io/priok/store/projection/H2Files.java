package io.priok.store.projection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** H2 databases in a directory: the projection's own, for those who supply no data source, and what to do with damaged ones. */
public final class H2Files {
    private static final Logger LOG = LoggerFactory.getLogger(H2Files.class);
    private static final String NAME = "projection";
    private static final String SUFFIX = ".mv.db";

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

    /** The files of H2 databases in a directory; none when it does not exist. */
    static List<Path> in(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the projection's directory " + directory, e);
        }
    }

    /**
     * Ends the database at once, whoever is connected, and writes nothing more to it. One that is down, or that cannot be opened,
     * counts as ended.
     *
     * @return false, and nothing is done, when the source is of another make of database
     */
    static boolean end(DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            if (!connection.getMetaData().getDatabaseProductName().equals("H2")) {
                return false;
            }
            statement.execute("SHUTDOWN IMMEDIATELY");
        } catch (SQLException e) {
            // Also after success: the connection is gone when it is to be closed.
            LOG.debug("ending the projection's database", e);
        }
        return true;
    }

    /** Puts the databases of a directory out of the way and keeps them. They must be closed. */
    public static void moveAside(Path directory, Instant now) {
        for (Path file : in(directory)) {
            Path aside = file.resolveSibling(file.getFileName() + ".unreadable." + now.toEpochMilli());
            try {
                Files.move(file, aside);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot move the unreadable projection " + file + " aside", e);
            }
            LOG.warn("PRIOK5304W the unreadable projection is kept as {}", aside);
        }
    }
}
