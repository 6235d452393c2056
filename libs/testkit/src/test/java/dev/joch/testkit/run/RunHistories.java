package dev.joch.testkit.run;

import dev.joch.testkit.effect.EffectCall;
import dev.joch.testkit.effect.EffectCall.Answer;
import dev.joch.testkit.run.RunHistory.Seen;
import dev.joch.testkit.run.RunHistory.Step;
import dev.joch.testkit.run.RunHistory.Submitted;
import dev.joch.testkit.run.RunHistory.Told;

import java.util.ArrayList;
import java.util.List;

/** The history of one run, in words. */
final class RunHistories {

    static final String RUN = "r";
    static final List<String> WORK = List.of("pay", "send");

    private final int maxAttempts;
    private final List<Step> steps = new ArrayList<>();
    private final List<Seen> seen = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    private final List<EffectCall> effects = new ArrayList<>();
    private long clock;

    RunHistories(int maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    /** Accepted, leased to {@code w1} under token 1, begun. */
    static RunHistories begun(int maxAttempts) {
        return new RunHistories(maxAttempts)
                .step("Pending", 0, 0, "")
                .step("Scheduled", 1, 1, "w1")
                .step("Running", 1, 1, "w1");
    }

    /** The same, and it has succeeded as it should. */
    static RunHistories succeeded() {
        return begun(1).effect(1, "pay").effect(1, "send").step("Succeeded", 1, 1, "w1").ends(1);
    }

    RunHistories step(String phase, long token, int attempt, String worker) {
        return step(phase, token, attempt, worker, false);
    }

    RunHistories step(String phase, long token, int attempt, String worker, boolean lost) {
        long version = steps.size() + 1;
        steps.add(new Step(RUN, version, phase, token, attempt, worker, lost, ++clock));
        return this;
    }

    RunHistories effect(int attempt, String step) {
        return effect(attempt, step, Answer.DONE);
    }

    RunHistories effect(int attempt, String step, Answer answer) {
        effects.add(new EffectCall(++clock, RUN, attempt, step, answer, true));
        return this;
    }

    RunHistories seen(String phase, int attempt, int author) {
        seen.add(new Seen(RUN, phase, attempt, author));
        return this;
    }

    RunHistories told(String id, String phase) {
        told.add(new Told(RUN, id, phase));
        return this;
    }

    /** What users see and hear of the last step, as it should be. */
    RunHistories ends(int author) {
        Step last = steps.getLast();
        return seen(last.phase(), last.attempt(), author)
                .told("e1", "")
                .told("e2", "Running")
                .told("e3", last.phase());
    }

    RunHistory history() {
        return new RunHistory(
                List.of(new Submitted(RUN, maxAttempts)), steps, seen, told, effects, WORK);
    }
}
