package dev.joch.server.split;

import dev.joch.testkit.check.Batches;
import dev.joch.testkit.history.History;
import dev.joch.testkit.history.Operation;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * How long nobody could write: from a death to the answer of the first apply that was sent after
 * it.
 */
record Recovery(List<Taken> sorted) {

    record Taken(Lane.Death death, Duration time) {
        /** The next death came before this one was over: then only that one is timed. */
        boolean wasOvertakenBy(Lane.Death next) {
            return next.at() > death.at() && next.at() < death.at() + time.toNanos();
        }
    }

    static Recovery of(List<Lane.Death> deaths, History history) {
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
                        .sorted(Comparator.comparing(Taken::time))
                        .toList());
    }

    private static Duration time(Lane.Death death, List<Operation> applied) {
        return applied.stream()
                .filter(operation -> operation.invoked() >= death.at())
                .findFirst()
                .map(operation -> Duration.ofNanos(operation.answered() - death.at()))
                .orElse(Duration.ofDays(1));
    }

    /** That share of deaths was over within this time. */
    Duration quantile(double share) {
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.get(Math.max(0, index)).time();
    }

    Taken longest() {
        return sorted.getLast();
    }
}
