package dev.joch.policy.rule;

import dev.joch.policy.redact.Detector;
import dev.joch.resource.v1alpha1.PolicyRequirement;

import java.util.List;

/** What follows from a rule. */
public sealed interface Effect {

    /** As decisions record it. */
    String word();

    /** Refused. */
    record Deny() implements Effect {

        @Override
        public String word() {
            return "deny";
        }
    }

    /** Changed. */
    record Redact(List<Detector> detectors) implements Effect {

        public Redact {
            detectors = List.copyOf(detectors);
        }

        @Override
        public String word() {
            return "redact";
        }
    }

    /** Only after somebody agreed. */
    record Approve(PolicyRequirement requirement) implements Effect {

        @Override
        public String word() {
            return "approval";
        }
    }
}
