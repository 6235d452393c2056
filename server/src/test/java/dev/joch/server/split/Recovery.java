package dev.joch.server.split;

import dev.joch.testkit.check.Batches;
import dev.joch.testkit.history.History;
import dev.joch.testkit.history.Operation;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * How long it took after deaths until what they kept from going on went on, and what we promise.
 */
public record Recovery(List<Taken> sorted) {

    /** After the death of one service; of a series, for all but one in a hundred. */
    public static final Duration OF_ONE = Duration.ofSeconds(10);

    /** After the death of the database below all of them. */
    public static final Duration OF_POSTGRES = Duration.ofSeconds(15);

    /** After the death of everything at once. */
    public static final Duration OF_ALL = Duration.ofSeconds(30);

    public Recovery {
        sorted = sorted.stream().sorted(Comparator.comparing(Taken::time)).toList();
    }

    /** One death and its time. */
    public record Taken(Death death, Duration time) {
        /** The next death came before this one was over: then only that one is timed. */
        boolean wasOvertakenBy(Death next) {
            return next.at() > death.at() && next.at() < death.at() + time.toNanos();
        }
    }

    /** Nobody could write until the first apply that was sent after the death was answered. */
    static Recovery of(List<Death> deaths, History history) {
        List<Operation> applied =
                history.named(Batches.APPLY).stream()
                        .filter(Operation::isOk)
                        .sorted(Comparator.comparingLong(Operation::answered))
                        .toList();
        List<Taken> all =
                deaths.stream().map(death -> new Taken(death, time(death, applied))).toList();
        return new Recovery(
                all.stream()
                        .filter(taken -> deaths.stream().noneMatch(taken::wasOvertakenBy))
                        .toList());
    }

    private static Duration time(Death death, List<Operation> applied) {
        return applied.stream()
                .filter(operation -> operation.invoked() >= death.at())
                .findFirst()
                .map(operation -> Duration.ofNanos(operation.answered() - death.at()))
                .orElse(Duration.ofDays(1));
    }

    /** That share of deaths was over within this time. */
    public Duration quantile(double share) {
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.get(Math.max(0, index)).time();
    }

    public Taken longest() {
        return sorted.getLast();
    }
}
