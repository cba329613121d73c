package io.priok.e2e.console;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the node and the browser, started once for all classes and ended after the last. */
final class ConsoleExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(ConsoleExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == ConsoleNode.class || type == Chromium.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext.Store store = context.getRoot().getStore(NAMESPACE);
        return parameter.getParameter().getType() == ConsoleNode.class
                ? store.getOrComputeIfAbsent(ConsoleNode.class, type -> ConsoleNode.get())
                : store.getOrComputeIfAbsent(Chromium.class, type -> Chromium.start());
    }
}
