package dev.joch.resource.field;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** How a selector compares the text of a field with a value. Longer signs come first. */
public enum Comparison {
    NOT_EQUAL(List.of("!="), order -> order != 0),
    EQUAL(List.of("==", "="), order -> order == 0),
    AT_LEAST(List.of(">="), order -> order >= 0),
    AT_MOST(List.of("<="), order -> order <= 0),
    MORE(List.of(">"), order -> order > 0),
    LESS(List.of("<"), order -> order < 0);

    private static final int LONGEST = 64;

    private final List<String> signs;
    private final IntPredicate holds;

    Comparison(List<String> signs, IntPredicate holds) {
        this.signs = signs;
        this.holds = holds;
    }

    List<String> signs() {
        return signs;
    }

    boolean ordered() {
        return this != EQUAL && this != NOT_EQUAL;
    }

    /** Whether it can be more or less than another. */
    static boolean isOrdered(String value) {
        return number(value).isPresent() || time(value).isPresent();
    }

    /** A test of the text of a field. What is no number beside a number does not hold. */
    Predicate<String> with(String value) {
        if (!ordered()) {
            return text -> text.equals(value) == (this == EQUAL);
        }
        Optional<BigDecimal> number = number(value);
        if (number.isPresent()) {
            return text ->
                    number(text).map(it -> holds.test(it.compareTo(number.get()))).orElse(false);
        }
        Optional<Instant> time = time(value);
        return text ->
                time.flatMap(wanted -> time(text).map(it -> holds.test(it.compareTo(wanted))))
                        .orElse(false);
    }

    private static Optional<BigDecimal> number(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(String text) {
        if (text.indexOf('T') < 0 || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
