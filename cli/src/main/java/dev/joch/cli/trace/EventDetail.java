package dev.joch.cli.trace;

import dev.joch.cli.json.Tree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What an event says, in one short sentence. */
final class EventDetail {

    private static final long MICROS_PER_MILLI = 1_000;

    private EventDetail() {}

    static String of(Object event) {
        Object facts = Tree.at(event, "facts");
        if (facts == null) {
            return "";
        }
        return switch (Tree.text(event, "type")) {
            case "ExecutionCreated" -> words("trigger", text(facts, "trigger"));
            case "ExecutionScheduled" -> listed(attempt(facts), words("pool", text(facts, "pool")));
            case "ExecutionStarted" ->
                    listed(attempt(facts), words("worker", text(facts, "worker")));
            case "ExecutionSucceeded" -> spent(facts);
            case "ExecutionFailed" ->
                    listed(because(text(facts, "reason"), text(facts, "message")), spent(facts));
            case "ExecutionCancelled" ->
                    because(words("by", text(facts, "cancelledBy")), text(facts, "reason"));
            case "HookDecision" ->
                    because(
                            listed(
                                    text(facts, "decision") + " at " + text(facts, "hook"),
                                    rule(facts)),
                            text(facts, "reason"));
            case "PolicyDenied" ->
                    because(
                            listed("at " + text(facts, "hook"), rule(facts)),
                            text(facts, "reason"));
            default -> anything(facts);
        };
    }

    private static String text(Object facts, String name) {
        return Tree.text(facts, name);
    }

    private static String words(String before, String value) {
        return value.isEmpty() ? "" : before + " " + value;
    }

    private static String attempt(Object facts) {
        return "attempt " + Tree.number(facts, "attempt");
    }

    private static String rule(Object facts) {
        return listed(words("policy", text(facts, "policy")), words("rule", text(facts, "rule")));
    }

    private static String spent(Object facts) {
        long cost = Tree.number(facts, "costMicroUsd");
        long duration = Tree.number(facts, "durationMs");
        return listed(
                duration == 0 ? "" : "after " + Times.text(duration * MICROS_PER_MILLI),
                cost == 0 ? "" : Times.usd(cost) + " USD");
    }

    private static String because(String what, String why) {
        if (what.isEmpty() || why.isEmpty()) {
            return what + why;
        }
        return what + ": " + why;
    }

    private static String listed(String... parts) {
        List<String> some = new ArrayList<>();
        for (String part : parts) {
            if (!part.isEmpty()) {
                some.add(part);
            }
        }
        return String.join(", ", some);
    }

    /** Of events that nobody knows here, what is short. */
    private static String anything(@Nullable Object facts) {
        if (!(facts instanceof Map<?, ?> fields)) {
            return "";
        }
        return fields.keySet().stream()
                .map(String::valueOf)
                .map(name -> words(name, Tree.text(fields, name)))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }
}
