package io.priok.store.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.model.naming.CamelCaseToUnderscoresNamingStrategy;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;

/** The database: brought to the present schema, and mapped. Thread-safe. */
final class Tables implements AutoCloseable {
    static final int BATCH = 200;

    private static final List<Class<?>> MAPPED = List.of(
            ClusterEntity.class,
            NodeEntity.class,
            ServiceEntity.class,
            TaskEntity.class,
            NetworkEntity.class,
            SecretEntity.class,
            ConfigEntity.class,
            ProgressEntity.class,
            AppliedEntity.class,
            EventEntity.class,
            TaskHistoryEntity.class,
            AuditEntity.class);

    private final DataSource source;
    private final SessionFactory sessions;
    private final boolean h2;

    private Tables(DataSource source, SessionFactory sessions, boolean h2) {
        this.source = source;
        this.sessions = sessions;
        this.h2 = h2;
    }

    /** @throws RuntimeException of the libraries' kinds, for {@link Trouble} to sort */
    static Tables open(DataSource source, ClassLoader classes) {
        boolean h2 = prepare(source);
        flyway(source, classes).load().migrate();
        return new Tables(source, map(source, classes), h2);
    }

    /** Drops everything in the schema. */
    static void erase(DataSource source, ClassLoader classes) {
        flyway(source, classes).cleanDisabled(false).load().clean();
    }

    /** The configuration that all uses share. */
    private static FluentConfiguration flyway(DataSource source, ClassLoader classes) {
        return Flyway.configure(classes)
                .dataSource(source)
                .locations("classpath:db/migration")
                .failOnMissingLocations(true);
    }

    private static boolean prepare(DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            boolean h2 = connection.getMetaData().getDatabaseProductName().equals("H2");
            if (h2) {
                // Also for a data source whose address does not say so.
                statement.execute("SET WRITE_DELAY 0");
                // Characters; ordinary documents are smaller and stay in their rows.
                statement.execute("SET MAX_LENGTH_INPLACE_LOB 16384");
            }
            return h2;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot open the projection's database", e);
        }
    }

    private static SessionFactory map(DataSource source, ClassLoader classes) {
        Map<String, Object> settings = Map.ofEntries(
                Map.entry("jakarta.persistence.nonJtaDataSource", source),
                Map.entry("hibernate.transaction.coordinator_class", "jdbc"),
                Map.entry("hibernate.jdbc.batch_size", BATCH),
                Map.entry("hibernate.jdbc.time_zone", "UTC"),
                Map.entry("hibernate.physical_naming_strategy", CamelCaseToUnderscoresNamingStrategy.class.getName()),
                // Both overflow the stack at deployment within Liberty, and a stateless session needs neither.
                Map.entry("hibernate.enhancer.enableDirtyTracking", "false"),
                Map.entry("hibernate.enhancer.enableLazyInitialization", "false"),
                Map.entry("hibernate.xml_mapping_enabled", "false"),
                Map.entry("hibernate.cache.use_second_level_cache", "false"),
                Map.entry("jakarta.persistence.validation.mode", "none"));
        var bootstrap =
                new BootstrapServiceRegistryBuilder().applyClassLoader(classes).build();
        var registry = new StandardServiceRegistryBuilder(bootstrap)
                .applySettings(settings)
                .build();
        try {
            MetadataSources mappings = new MetadataSources(registry);
            MAPPED.forEach(mappings::addAnnotatedClass);
            return mappings.buildMetadata().buildSessionFactory();
        } catch (RuntimeException e) {
            StandardServiceRegistryBuilder.destroy(registry);
            throw e;
        }
    }

    /** Runs all of the work in one transaction, which is rolled back when it throws. */
    void write(Consumer<StatelessSession> work) {
        try (StatelessSession session = sessions.openStatelessSession()) {
            session.setJdbcBatchSize(BATCH);
            session.beginTransaction();
            try {
                work.accept(session);
                session.getTransaction().commit();
            } catch (RuntimeException e) {
                rollBack(session, e);
                throw e;
            }
        }
    }

    /** Reads from one consistent state of the tables. */
    <T> T read(Function<StatelessSession, T> query) {
        try (StatelessSession session = sessions.openStatelessSession()) {
            session.doWork(connection -> connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ));
            session.beginTransaction();
            try {
                T result = query.apply(session);
                session.getTransaction().commit();
                return result;
            } catch (RuntimeException e) {
                rollBack(session, e);
                throw e;
            }
        }
    }

    /** Returns when all that was committed survives a loss of power. */
    void sync() {
        if (!h2) {
            return;
        }
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        } catch (SQLException e) {
            throw new IllegalStateException("cannot sync the projection's database", e);
        }
    }

    @Override
    public void close() {
        sessions.close();
    }

    private static void rollBack(StatelessSession session, RuntimeException cause) {
        try {
            session.getTransaction().rollback();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
