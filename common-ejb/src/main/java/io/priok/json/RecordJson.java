package io.priok.json;

import io.priok.domain.AgentId;
import io.priok.domain.ObjectId;
import io.priok.domain.spec.ServiceMode;
import io.priok.state.Change;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.serializer.JsonbSerializer;
import jakarta.json.bind.serializer.SerializationContext;
import jakarta.json.stream.JsonGenerator;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes records with their components in the order of declaration, which is Docker's order of fields, and without those that Docker
 * leaves out when they hold nothing. What is in a map is the user's and always written.
 */
final class RecordJson implements JsonbSerializer<Record> {
    private record Component(String field, Method accessor) {}

    private static final ClassValue<List<Component>> COMPONENTS = new ClassValue<>() {
        @Override
        protected List<Component> computeValue(Class<?> type) {
            return Stream.of(type.getRecordComponents())
                    .map(RecordJson::component)
                    .toList();
        }
    };

    private final ServiceModeJson modes = new ServiceModeJson();
    private final ChangeJson changes = new ChangeJson();

    @Override
    public void serialize(Record value, JsonGenerator generator, SerializationContext context) {
        if (value instanceof ObjectId id) {
            generator.write(id.value());
        } else if (value instanceof AgentId agent) {
            generator.write(agent.value());
        } else if (value instanceof ServiceMode mode) {
            members(modes.adaptToJson(mode), generator, context);
        } else if (value instanceof Change change) {
            members(changes.adaptToJson(change), generator, context);
        } else {
            members(value, generator, context);
        }
    }

    private static void members(Record value, JsonGenerator generator, SerializationContext context) {
        generator.writeStartObject();
        for (Component component : COMPONENTS.get(value.getClass())) {
            Object member = read(component, value);
            if (member != null && !FieldNames.omits(value.getClass(), component.field(), member)) {
                context.serialize(component.field(), plain(member), generator);
            }
        }
        generator.writeEnd();
    }

    /** Whole numbers are written without a fraction, as Docker writes them. */
    private static Object plain(Object member) {
        if (member instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return number.longValue();
        }
        return member;
    }

    private static Component component(RecordComponent component) {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return new Component(FieldNames.of(component.getName()), accessor);
    }

    private static @Nullable Object read(Component component, Record value) {
        try {
            return component.accessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new JsonbException("cannot read " + component.field() + " of " + value.getClass(), e);
        }
    }
}
