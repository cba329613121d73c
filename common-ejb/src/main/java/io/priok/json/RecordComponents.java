package io.priok.json;

import jakarta.json.bind.config.PropertyVisibilityStrategy;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;

/** Only the components of a record are its members, not its other methods. */
final class RecordComponents implements PropertyVisibilityStrategy {
    @Override
    public boolean isVisible(Field field) {
        return false;
    }

    @Override
    public boolean isVisible(Method method) {
        RecordComponent[] components = method.getDeclaringClass().getRecordComponents();
        return components != null
                && method.getParameterCount() == 0
                && Stream.of(components).anyMatch(c -> c.getName().equals(method.getName()));
    }
}
