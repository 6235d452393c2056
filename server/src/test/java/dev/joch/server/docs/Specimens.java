package dev.joch.server.docs;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Records made with facts that mean nothing: one, or one for each word of an enumeration. */
final class Specimens {

    private Specimens() {}

    /** Whether that is a fact of the record, not something it works out. */
    static boolean tells(Class<?> type, String fact) {
        return type.isRecord()
                && Stream.of(type.getRecordComponents())
                        .anyMatch(component -> component.getName().equals(fact));
    }

    static List<Object> of(Class<?> type) {
        List<List<Object>> argumentLists = new ArrayList<>(List.of(List.of()));
        for (RecordComponent component : type.getRecordComponents()) {
            List<List<Object>> longer = new ArrayList<>();
            for (Object value : values(component.getType())) {
                for (List<Object> shorter : argumentLists) {
                    List<Object> arguments = new ArrayList<>(shorter);
                    arguments.add(value);
                    longer.add(arguments);
                }
            }
            argumentLists = longer;
        }
        return argumentLists.stream().map(arguments -> make(type, arguments)).toList();
    }

    private static List<Object> values(Class<?> type) {
        if (type.isEnum()) {
            return List.of(type.getEnumConstants());
        }
        if (type.isRecord()) {
            return List.of(of(type).getFirst());
        }
        return List.of(
                switch (type.getName()) {
                    case "java.lang.String" -> "x";
                    case "int" -> 1;
                    case "long" -> 1L;
                    case "boolean" -> true;
                    default -> empty(type);
                });
    }

    private static Object empty(Class<?> type) {
        if (type == Map.class) {
            return Map.of();
        }
        if (type == Set.class) {
            return Set.of();
        }
        if (Collection.class.isAssignableFrom(type)) {
            return List.of();
        }
        throw new AssertionError("teach Specimens how to make a " + type.getName());
    }

    private static Object make(Class<?> type, List<Object> arguments) {
        try {
            Constructor<?> constructor =
                    type.getDeclaredConstructor(
                            Stream.of(type.getRecordComponents())
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(arguments.toArray());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("teach Specimens how to make a " + type.getName(), e);
        }
    }
}
