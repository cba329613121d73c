package io.priok.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Gives tests the {@link Target}, started once for all classes, and on demand a {@link Reference}. System properties:
 *
 * <ul>
 *   <li>{@code priok.e2e.kind}: {@code priok} (default) or {@code swarm}, Docker's own, which proves the tests;
 *   <li>{@code priok.e2e.api}: an endpoint that already runs, of that kind; else one is started;
 *   <li>{@code priok.e2e.dir}: scratch directory, default {@code /tmp/priok-e2e};
 *   <li>{@code priok.e2e.port}: the first of ten ports, default 27100.
 * </ul>
 */
final class TargetExtension implements ParameterResolver, AfterTestExecutionCallback {
    private static final Namespace NAMESPACE = Namespace.create(TargetExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Target.class || type == Reference.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Target.class ? target(context) : reference(context);
    }

    private static Target target(ExtensionContext context) {
        return store(context).getOrComputeIfAbsent(Target.class, key -> startTarget(), Target.class);
    }

    private static Reference reference(ExtensionContext context) {
        return store(context)
                .getOrComputeIfAbsent(
                        Reference.class,
                        key -> new Reference(
                                new SwarmTarget(Engine.start(directory().resolve("reference")))),
                        Reference.class);
    }

    private static Store store(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE);
    }

    private static Target startTarget() {
        boolean priok = System.getProperty("priok.e2e.kind", "priok").equals("priok");
        String api = System.getProperty("priok.e2e.api", "");
        if (!api.isEmpty()) {
            return new RunningTarget(api, priok);
        }
        Engine engine = Engine.start(directory().resolve("engine"));
        if (!priok) {
            return evenWhenInterrupted(new SwarmTarget(engine));
        }
        int port = Integer.getInteger("priok.e2e.port", 27100);
        Server server = Server.of(directory(), port, engine);
        try {
            server.start();
        } catch (AssertionError | RuntimeException e) {
            System.err.println(server.logTail());
            server.close();
            throw e;
        }
        return evenWhenInterrupted(server);
    }

    /** JUnit closes what is in its store, unless the run is ended from outside. Closing twice does no harm. */
    private static <T extends Target> T evenWhenInterrupted(T target) {
        Runtime.getRuntime().addShutdownHook(new Thread(target::close));
        return target;
    }

    /** One a run, so that the leftovers of a run that was killed cannot be mistaken for this one's. */
    private static Path directory() {
        return Path.of(System.getProperty("priok.e2e.dir", "/tmp/priok-e2e"))
                .resolve(Long.toString(ProcessHandle.current().pid()));
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Throwable failure = context.getExecutionException().orElse(null);
        if (failure != null && !(failure instanceof TestAbortedException)) {
            System.err.println("== failed: " + context.getDisplayName());
            System.err.println(target(context).logTail());
        }
    }

    /** Docker's own Swarm, to compare answers with. */
    record Reference(SwarmTarget swarm) implements AutoCloseable {
        @Override
        public void close() {
            swarm.close();
        }
    }
}
