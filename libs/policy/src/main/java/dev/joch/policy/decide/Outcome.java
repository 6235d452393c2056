package dev.joch.policy.decide;

import com.google.protobuf.Value;

import dev.joch.policy.redact.Detector;
import dev.joch.policy.redact.Redaction;
import dev.joch.policy.rule.CompiledRule;
import dev.joch.policy.rule.Effect;
import dev.joch.policy.rule.Truth;
import dev.joch.policy.v1.Decision;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A verdict in the making: takes the rules that match one by one. */
final class Outcome {

    private final Question question;
    private final List<CompiledRule> matched = new ArrayList<>(4);
    private final List<CompiledRule> obligations = new ArrayList<>(2);
    private final Set<Detector> removed = new LinkedHashSet<>();

    private Value now;
    private Decision decision = Decision.DECISION_ALLOW;
    private @Nullable CompiledRule decider;
    private String reason = "";
    private String message = Verdict.NO_OBJECTION;

    Outcome(Question question) {
        this.question = question;
        this.now = question.payload();
    }

    /** Whether that ends it. */
    boolean add(CompiledRule rule, Truth truth) {
        boolean failed = truth == Truth.ERROR && !rule.reason().equals(CompiledRule.NOT_COMPILED);
        String why = failed ? CompiledRule.FAILED : rule.reason();
        matched.add(rule);
        switch (rule.effect()) {
            case Effect.Deny() -> {
                deny(rule, why, refusal(rule, why));
                return true;
            }
            case Effect.Approve(var requirement) -> {
                obligations.add(rule);
                if (decision != Decision.DECISION_ASK) {
                    decide(
                            Decision.DECISION_ASK,
                            rule,
                            why,
                            name(rule) + " asks for the approval of a person.");
                }
                return false;
            }
            case Effect.Redact(var detectors) -> {
                return redact(rule, detectors, why);
            }
        }
    }

    private boolean redact(CompiledRule rule, List<Detector> detectors, String why) {
        List<Detector> more =
                detectors.stream().filter(detector -> !removed.contains(detector)).toList();
        if (more.isEmpty() || !question.hasPayload()) {
            return false;
        }
        Value before = now;
        try {
            now = Redaction.apply(now, more);
        } catch (RuntimeException e) {
            // what cannot be looked into must not pass unseen
            deny(
                    rule,
                    "redaction-failed",
                    name(rule) + " asks for a redaction, and the payload cannot be read.");
            return true;
        }
        removed.addAll(more);
        if (now != before && decision == Decision.DECISION_ALLOW) {
            decide(Decision.DECISION_MODIFY, rule, why, name(rule) + " removes data.");
        }
        return false;
    }

    private void deny(CompiledRule rule, String why, String sentence) {
        decide(Decision.DECISION_DENY, rule, why, sentence);
        obligations.clear();
        now = question.payload();
    }

    private void decide(Decision what, CompiledRule rule, String why, String sentence) {
        decision = what;
        decider = rule;
        reason = why;
        message = sentence;
    }

    private static String refusal(CompiledRule rule, String why) {
        return switch (why) {
            case CompiledRule.NOT_COMPILED ->
                    name(rule) + " cannot be read, so it denies. Whoever keeps it has to mend it.";
            case CompiledRule.FAILED ->
                    name(rule) + " could not be decided on these facts, so it denies.";
            default -> name(rule) + " denies this: " + why + ".";
        };
    }

    private static String name(CompiledRule rule) {
        return "Policy "
                + rule.id().policy()
                + "@"
                + rule.version()
                + ", rule "
                + rule.id().rule()
                + ",";
    }

    Verdict verdict() {
        if (matched.isEmpty()) {
            return Verdict.ALLOW;
        }
        return new Verdict(
                decision,
                Optional.ofNullable(decider),
                matched,
                obligations,
                now == question.payload() ? Optional.empty() : Optional.of(now),
                reason,
                message);
    }
}
