package dev.joch.testkit.run;

import static dev.joch.testkit.run.RunHistory.RUNNING;
import static dev.joch.testkit.run.RunHistory.SUCCEEDED;

import dev.joch.testkit.check.Finding;
import dev.joch.testkit.effect.EffectCall;
import dev.joch.testkit.run.RunHistory.Step;
import dev.joch.testkit.run.RunHistory.Submitted;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Each effect of a run is had at most once, all of them when it succeeded; none before its attempt
 * has begun, none of an attempt after a later one was heard of, and none after the end, unless the
 * run was given up because nobody could reach its worker.
 */
public final class EffectChecker {

    private final List<Finding> findings = new ArrayList<>();
    private final String run;
    private final Map<Integer, Step> begun = new HashMap<>();
    private @Nullable Step end;

    private EffectChecker(String run, List<Step> steps) {
        this.run = run;
        for (Step step : steps) {
            if (step.phase().equals(RUNNING)) {
                begun.putIfAbsent(step.attempt(), step);
            }
            if (step.ended() && end == null) {
                end = step;
            }
        }
    }

    public static List<Finding> findings(RunHistory history) {
        Map<String, List<Step>> steps = new LinkedHashMap<>();
        history.submitted().forEach(run -> steps.put(run.run(), new ArrayList<>()));
        history.steps()
                .forEach(step ->
                        steps.computeIfAbsent(step.run(), absent -> new ArrayList<>()).add(step));
        Map<String, List<EffectCall>> calls = new LinkedHashMap<>();
        history.effects()
                .forEach(call ->
                        calls.computeIfAbsent(call.run(), absent -> new ArrayList<>()).add(call));
        Map<String, Integer> most = new HashMap<>();
        for (Submitted submitted : history.submitted()) {
            most.put(submitted.run(), submitted.maxAttempts());
        }
        List<Finding> findings = new ArrayList<>();
        steps.forEach((run, ofRun) -> {
            EffectChecker checker = new EffectChecker(run, ofRun);
            checker.check(
                    calls.getOrDefault(run, List.of()),
                    history.work(),
                    most.getOrDefault(run, Integer.MAX_VALUE));
            findings.addAll(checker.findings);
        });
        for (Map.Entry<String, List<EffectCall>> each : calls.entrySet()) {
            if (!steps.containsKey(each.getKey())) {
                findings.add(
                        new Finding(
                                "stray effect",
                                each.getKey(),
                                "nobody knows this run: " + each.getValue().getFirst()));
            }
        }
        return findings;
    }

    private void check(List<EffectCall> calls, List<String> work, int maxAttempts) {
        Set<String> done = new HashSet<>();
        int newest = 0;
        for (EffectCall call : calls) {
            if (call.attempt() > maxAttempts) {
                report("too many attempts", call + " of " + maxAttempts);
            }
            if (!call.accepted()) {
                continue;
            }
            if (call.attempt() < newest) {
                report("stale effect", call + " after attempt " + newest);
            }
            newest = Math.max(newest, call.attempt());
            begin(call);
            if (call.answer() == EffectCall.Answer.DONE) {
                if (!done.add(call.step())) {
                    report("done twice", call.toString());
                }
                late(call);
            }
        }
        if (end != null && end.phase().equals(SUCCEEDED)) {
            work.stream()
                    .filter(step -> !done.contains(step))
                    .forEach(step -> report("missing effect", step + " of " + end));
        }
    }

    private void begin(EffectCall call) {
        Step first = begun.get(call.attempt());
        if (first == null || call.micros() < first.micros()) {
            report("before its begin", call + ", begun with " + first);
        }
    }

    private void late(EffectCall call) {
        if (end != null && !end.lost() && call.micros() > end.micros()) {
            report("after the end", call + " after " + end);
        }
    }

    private void report(String rule, String text) {
        findings.add(new Finding(rule, run, text));
    }
}
