package dev.joch.resourcestore.rules;

import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.resourcestore.catalogue.Catalogue;
import dev.joch.resourcestore.catalogue.RememberedAnswer;
import dev.joch.resourcestore.v1.WriteResponse;
import dev.joch.service.problem.ProblemException;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides a group of independent commands, in order. */
public final class DecideGroup {

    /** How long an answer is given again to the same request id. */
    public static final Duration REMEMBERED = Duration.ofHours(24);

    private DecideGroup() {}

    /**
     * @param base newest committed revision; nobody else may commit until the plan is committed or
     *     dropped
     * @param uids gives each new resource its identity
     */
    public static GroupPlan plan(
            Catalogue catalogue,
            long base,
            List<WriteCommand> group,
            Instant now,
            Supplier<String> uids) {
        // backends keep microseconds: cut here, so that all of them give back what went in
        Draft draft = new Draft(catalogue, base, now.truncatedTo(ChronoUnit.MICROS), "");
        List<WriteAnswer> answers = new ArrayList<>(group.size());
        for (WriteCommand command : group) {
            answers.add(decide(draft, command, uids));
        }
        return new GroupPlan(base, draft.revision(), draft.changes(), draft.remembered(), answers);
    }

    private static WriteAnswer decide(Draft group, WriteCommand command, Supplier<String> uids) {
        try {
            if (command.repeatable()) {
                Optional<RememberedAnswer> before = group.answer(command.requestName());
                if (before.isPresent() && isValid(before.get(), group.now())) {
                    return again(command, before.get());
                }
            }
            Draft draft = group.layer(command.traceparent());
            WriteResponse response = new WriteRules(draft, uids).decide(command);
            if (command.validateOnly()) {
                return new WriteAnswer.Accepted(Forecast.of(response, group));
            }
            if (command.repeatable()) {
                draft.remember(
                        new RememberedAnswer(
                                command.requestName(), command.digest(), response, group.now()));
            }
            group.accept(draft);
            return new WriteAnswer.Accepted(response);
        } catch (ProblemException refusal) {
            return new WriteAnswer.Refused(refusal.problem());
        }
    }

    private static boolean isValid(RememberedAnswer answer, Instant now) {
        return answer.answeredAt().plus(REMEMBERED).isAfter(now);
    }

    private static WriteAnswer again(WriteCommand command, RememberedAnswer before) {
        return before.digest().equals(command.digest())
                ? new WriteAnswer.Accepted(before.answer().toBuilder().setReplayed(true).build())
                : new WriteAnswer.Refused(
                        new ResourceStoreProblem.RequestIdReused(command.requestId()));
    }
}
