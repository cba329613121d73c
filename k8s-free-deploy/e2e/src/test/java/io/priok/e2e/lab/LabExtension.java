package io.priok.e2e.lab;

import io.priok.e2e.Command;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Gives tests the {@link Lab}, made once for all classes and ended with the run. Keeps the hosts' logs of a failure below {@code
 * target/lab-logs}. System property {@code priok.lab.kind}: {@code priok} (default), or {@code swarm} for the engines' own.
 */
final class LabExtension implements ParameterResolver, AfterTestExecutionCallback {
    private static final Namespace NAMESPACE = Namespace.create(LabExtension.class);
    private static final String PREFIX = "e2e";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return lab(context);
    }

    private static Lab lab(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(Lab.class, key -> up(), Lab.class);
    }

    private static Lab up() {
        boolean priok = System.getProperty("priok.lab.kind", "priok").equals("priok");
        Lab.endOrphans(PREFIX, priok);
        Lab lab = Lab.of(PREFIX, priok);
        // JUnit closes what is in its store, unless the run is ended from outside. Closing twice does no harm.
        Runtime.getRuntime().addShutdownHook(new Thread(lab::close));
        try {
            lab.up();
            return lab;
        } catch (AssertionError | RuntimeException e) {
            lab.keepLogs(Path.of("target/lab-logs/up"));
            throw e;
        }
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Throwable failure = context.getExecutionException().orElse(null);
        if (failure == null || failure instanceof TestAbortedException) {
            return;
        }
        Path to = Path.of(
                "target/lab-logs",
                context.getRequiredTestClass().getSimpleName() + "-"
                        + context.getRequiredTestMethod().getName() + "-" + System.nanoTime() / 1_000_000_000);
        System.err.println("== failed: " + context.getDisplayName() + "; the hosts' logs are in " + to);
        lab(context).keepLogs(to);
        // The last words of each server, where one reads the failure itself.
        for (String host : Lab.HOSTS) {
            System.err.println("== " + host);
            System.err.println(
                    Command.of("tail", "-n", "12", lab(context).messages(host).toString())
                            .run()
                            .out());
        }
    }
}
