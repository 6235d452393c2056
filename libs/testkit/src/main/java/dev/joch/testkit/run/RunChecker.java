package dev.joch.testkit.run;

import static dev.joch.testkit.run.RunHistory.FAILED;
import static dev.joch.testkit.run.RunHistory.RUNNING;
import static dev.joch.testkit.run.RunHistory.SCHEDULED;
import static dev.joch.testkit.run.RunHistory.SUCCEEDED;

import dev.joch.testkit.check.Finding;
import dev.joch.testkit.run.RunHistory.Seen;
import dev.joch.testkit.run.RunHistory.Step;
import dev.joch.testkit.run.RunHistory.Submitted;
import dev.joch.testkit.run.RunHistory.Told;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every acknowledged run ends once, in the phase that everybody sees and is told of; one worker at
 * a time holds it, each under a token of its own; and it is begun as often as it may, not more.
 */
public final class RunChecker {

    private final List<Finding> findings = new ArrayList<>();
    private final Submitted run;

    private RunChecker(Submitted run) {
        this.run = run;
    }

    public static List<Finding> findings(RunHistory history) {
        Map<String, List<Step>> steps = new LinkedHashMap<>();
        history.steps().forEach(step -> at(steps, step.run()).add(step));
        Map<String, List<Seen>> seen = new LinkedHashMap<>();
        history.seen().forEach(status -> at(seen, status.run()).add(status));
        Map<String, List<Told>> told = new LinkedHashMap<>();
        history.told().forEach(event -> at(told, event.run()).add(event));
        List<Finding> findings = new ArrayList<>();
        for (Submitted run : history.submitted()) {
            RunChecker checker = new RunChecker(run);
            @Nullable Step end = checker.walk(steps.getOrDefault(run.run(), List.of()));
            if (end != null) {
                checker.compare(end, seen.getOrDefault(run.run(), List.of()));
                checker.hear(end, told.getOrDefault(run.run(), List.of()));
            }
            findings.addAll(checker.findings);
        }
        return findings;
    }

    private static <T> List<T> at(Map<String, List<T>> all, String run) {
        return all.computeIfAbsent(run, absent -> new ArrayList<>());
    }

    /** Gives the first end. */
    private @Nullable Step walk(List<Step> steps) {
        if (steps.isEmpty()) {
            report("lost", "it was acknowledged, the scheduler does not know it");
            return null;
        }
        @Nullable Step before = null;
        @Nullable Step end = null;
        for (Step step : steps) {
            if (step.attempt() > run.maxAttempts()) {
                report("too many attempts", step + " of " + run.maxAttempts());
            }
            if (before == null) {
                before = step;
                continue;
            }
            if (step.version() <= before.version()) {
                report("order", before + ", then " + step);
            }
            if (end != null) {
                again(end, step);
            } else {
                lease(before, step);
                if (step.ended()) {
                    end(before, step);
                    end = step;
                }
            }
            before = step;
        }
        if (end == null) {
            report("no end", "the last step is " + before);
        }
        return end;
    }

    private void again(Step end, Step step) {
        boolean twice = end.phase().equals(SUCCEEDED) && step.phase().equals(SUCCEEDED);
        report(
                twice ? "succeeded twice" : step.ended() ? "ended twice" : "went on",
                end + ", then " + step);
    }

    private void lease(Step before, Step step) {
        if (step.token() < before.token()) {
            report("token", before + ", then " + step);
        }
        if (step.phase().equals(SCHEDULED) && !before.phase().equals(SCHEDULED)) {
            if (before.held()) {
                report("held by two", before + " while " + step);
            }
            if (step.token() <= before.token()) {
                report("token", "a new lease has an old token: " + before + ", then " + step);
            }
        } else if (step.held() && before.held() && !sameLease(before, step)) {
            report("held by two", before + " while " + step);
        }
    }

    private static boolean sameLease(Step before, Step step) {
        return before.token() == step.token() && before.worker().equals(step.worker());
    }

    private void end(Step before, Step end) {
        if (before.held() && !sameLease(before, end)) {
            report("stale report", before + " was ended by " + end);
        }
        if (end.phase().equals(SUCCEEDED) && !before.phase().equals(RUNNING)) {
            report("not run", "it succeeded after " + before);
        }
        if (end.phase().equals(FAILED) && end.lost() && end.attempt() < run.maxAttempts()) {
            report("given up early", end + " of " + run.maxAttempts());
        }
    }

    private void compare(Step end, List<Seen> statuses) {
        if (statuses.size() != 1) {
            report("lost", "it is there " + statuses.size() + " times: " + statuses);
            return;
        }
        Seen seen = statuses.getFirst();
        if (!seen.phase().equals(end.phase()) || seen.attempt() != end.attempt()) {
            report("status", "users see " + seen + ", the scheduler has " + end);
        }
        if (end.phase().equals(SUCCEEDED) && seen.author() != end.attempt()) {
            report("success of another attempt", seen + " of " + end);
        }
    }

    private void hear(Step end, List<Told> events) {
        Set<String> ids = new HashSet<>();
        List<Told> ends = new ArrayList<>();
        @Nullable Told last = null;
        for (Told event : events) {
            if (ids.add(event.id())) {
                last = event;
                if (event.ofAnEnd()) {
                    ends.add(event);
                }
            }
        }
        if (ends.size() != 1 || !ends.getFirst().phase().equals(end.phase())) {
            report("told", "of " + end + ": " + ends);
        } else if (!ends.getFirst().equals(last)) {
            report("told", "after its end: " + last);
        }
    }

    private void report(String rule, String text) {
        findings.add(new Finding(rule, run.run(), text));
    }
}
