package io.priok.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.priok.domain.ObjectId;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is empty is not written; so what is not there must read as empty. */
class AbsentMembersTest {
    static Stream<Class<?>> records() {
        return new ClassFileImporter()
                .importPackages("io.priok.domain", "io.priok.message", "io.priok.state").stream()
                        .map(JavaClass::reflect)
                        .filter(Class::isRecord)
                        .filter(type -> !ObjectId.class.isAssignableFrom(type))
                        .filter(type -> !type.getName().endsWith("AgentId"))
                        .filter(type -> type.getEnclosingClass() == null
                                || !type.getEnclosingClass().isSealed());
    }

    @ParameterizedTest
    @MethodSource("records")
    void readsAnEmptyObject(Class<?> type) throws ReflectiveOperationException {
        Object empty = Json.read("{}", type);
        for (RecordComponent component : type.getRecordComponents()) {
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            Object value = component.getAccessor().invoke(empty);
            if (component.getType() == String.class && !nullable) {
                assertThat(value).as(component.getName()).isNotNull();
            } else if (Collection.class.isAssignableFrom(component.getType())) {
                assertThat(value).as(component.getName()).isEqualTo(List.of());
            } else if (Map.class.isAssignableFrom(component.getType())) {
                assertThat(value).as(component.getName()).isEqualTo(Map.of());
            }
        }
    }
}
