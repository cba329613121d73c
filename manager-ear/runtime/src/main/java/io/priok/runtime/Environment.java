package io.priok.runtime;

import io.priok.identity.IdSource;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;

/**
 * What the server lends to the application.
 *
 * @param classes the application's class loader
 */
record Environment(
        DataSource dataSource,
        ExecutorService threads,
        ScheduledExecutorService timers,
        ThreadFactory threadFactory,
        InstantSource clock,
        SecureRandom random,
        IdSource ids,
        ClassLoader classes) {}
