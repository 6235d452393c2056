package dev.joch.testkit.check;

import dev.joch.testkit.history.Answer;
import dev.joch.testkit.history.Operation;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A resource with versions: create, update of a version, put, delete, read, and the touch that
 * gives a new version to an old value.
 *
 * <p>Arguments: {@code value} of what is written, {@code version} that an update or a deletion
 * expects. Results: {@code value} and {@code version}; a read without a value found nothing.
 * Reasons of refusals: {@code EXISTS}, {@code NOT_FOUND}, {@code CONFLICT}. Versions only grow,
 * also over a deletion.
 */
public final class RegisterModel implements SequentialModel<Register> {

    public static final String CREATE = "create";
    public static final String UPDATE = "update";
    public static final String PUT = "put";
    public static final String DELETE = "delete";
    public static final String READ = "read";
    static final String TOUCH = "touch";

    public static final String EXISTS = "EXISTS";
    public static final String NOT_FOUND = "NOT_FOUND";
    public static final String CONFLICT = "CONFLICT";

    static final Set<String> NAMES = Set.of(CREATE, UPDATE, PUT, DELETE, READ, TOUCH);
    static final Set<String> REASONS = Set.of(EXISTS, NOT_FOUND, CONFLICT);

    /** Versions under which a value was seen: tells the version of a write nobody answered. */
    private final Map<String, Set<Long>> versions = new HashMap<>();

    /**
     * @param operations all of one key
     */
    public RegisterModel(List<Operation> operations) {
        // a value that was touched was seen under versions that its writer did not give it
        Set<Long> touched = new HashSet<>();
        operations.stream()
                .filter(operation -> operation.name().equals(TOUCH))
                .forEach(touch -> touched.add(number(touch.result().get("version"))));
        for (Operation operation : operations) {
            @Nullable String value =
                    operation.name().equals(READ)
                            ? operation.result().get("value")
                            : operation.arguments().get("value");
            long version = number(operation.result().get("version"));
            if (operation.isOk()
                    && value != null
                    && version != Register.UNTOLD
                    && !touched.contains(version)) {
                versions.computeIfAbsent(value, key -> new HashSet<>()).add(version);
            }
        }
    }

    @Override
    public Register initial() {
        return Register.ABSENT;
    }

    @Override
    public Optional<Register> step(Register state, Operation operation) {
        return switch (operation.answer()) {
            case OK -> done(state, operation);
            case REFUSED -> refused(state, operation) ? Optional.of(state) : Optional.empty();
            case UNKNOWN -> Optional.of(perhaps(state, operation));
        };
    }

    private static Optional<Register> done(Register state, Operation operation) {
        if (operation.name().equals(READ)) {
            return read(state, operation);
        }
        if (!accepts(state, operation)) {
            return Optional.empty();
        }
        long version = number(operation.result().get("version"));
        if (operation.name().equals(DELETE)) {
            boolean later = version == Register.UNTOLD || version > state.floor();
            return later ? Optional.of(state.deleted(version)) : Optional.empty();
        }
        if (operation.name().equals(TOUCH)) {
            return Optional.of(state.touched(version));
        }
        String value = value(operation);
        boolean unchanged = state.holds(value) && state.mayHave(version);
        boolean later = version == Register.UNTOLD || version > state.floor();
        return later || unchanged ? Optional.of(state.written(value, version)) : Optional.empty();
    }

    private static Optional<Register> read(Register state, Operation operation) {
        @Nullable String value = operation.result().get("value");
        if (value == null) {
            return state.isPresent() ? Optional.empty() : Optional.of(state);
        }
        long version = number(operation.result().get("version"));
        if (!state.holds(value) || !state.mayHave(version)) {
            return Optional.empty();
        }
        return Optional.of(state.written(value, version));
    }

    /** Whether a write could be done in this state. */
    private static boolean accepts(Register state, Operation operation) {
        long expected = number(operation.arguments().get("version"));
        boolean asExpected = expected == Register.UNTOLD || state.mayHave(expected);
        return switch (operation.name()) {
            case CREATE -> !state.isPresent();
            case UPDATE, DELETE, TOUCH -> state.isPresent() && asExpected;
            case PUT -> true;
            default -> throw new IllegalArgumentException(operation.name() + " is unknown here");
        };
    }

    private static boolean refused(Register state, Operation operation) {
        long expected = number(operation.arguments().get("version"));
        return switch (operation.reason()) {
            case EXISTS -> state.isPresent();
            case NOT_FOUND -> !state.isPresent();
            case CONFLICT -> !state.isPresent() || state.mayDifferFrom(expected);
            default -> true;
        };
    }

    /** The effect that an unanswered operation has when it happens here, if any. */
    private Register perhaps(Register state, Operation operation) {
        if (operation.name().equals(READ) || !accepts(state, operation)) {
            return state;
        }
        if (operation.name().equals(DELETE)) {
            return state.isPresent() ? state.deleted(Register.UNTOLD) : state;
        }
        String value = value(operation);
        Set<Long> seen = versions.getOrDefault(value, Set.of());
        if (seen.size() == 1) {
            long version = seen.iterator().next();
            return version > state.floor() ? state.written(value, version) : state;
        }
        return state.written(value, Register.UNTOLD);
    }

    private static String value(Operation operation) {
        @Nullable String value = operation.arguments().get("value");
        if (value == null) {
            throw new IllegalArgumentException(operation + " writes no value");
        }
        return value;
    }

    private static long number(@Nullable String text) {
        return text == null ? Register.UNTOLD : Long.parseLong(text);
    }

    /** Whether the operation says anything about the resource. */
    static boolean says(Operation operation) {
        boolean observed =
                operation.answer() != Answer.REFUSED || REASONS.contains(operation.reason());
        boolean silent = operation.answer() == Answer.UNKNOWN && operation.name().equals(READ);
        return NAMES.contains(operation.name()) && observed && !silent;
    }
}
