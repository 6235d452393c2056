package dev.joch.policyengine;

import dev.joch.service.problem.Problem;

import io.grpc.Status;

import java.util.Map;

/** What the engine refuses. A denial is an answer, no refusal. */
public sealed interface PolicyEngineProblem extends Problem {

    /** No such policy, or no such rule in it. */
    record RuleNotFound(String policy, String rule) implements PolicyEngineProblem {
        @Override
        public Status.Code code() {
            return Status.Code.NOT_FOUND;
        }

        @Override
        public String reason() {
            return "RULE_NOT_FOUND";
        }

        @Override
        public String message() {
            return "policy "
                    + policy
                    + " has no rule "
                    + rule
                    + "; joch get policy/"
                    + policy
                    + " -o yaml shows its rules, an unnamed one is rules[N]";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("policy", policy, "rule", rule);
        }
    }

    /** The rule holds. */
    record RuleNotDisabled(String policy, String rule) implements PolicyEngineProblem {
        @Override
        public Status.Code code() {
            return Status.Code.FAILED_PRECONDITION;
        }

        @Override
        public String reason() {
            return "RULE_NOT_DISABLED";
        }

        @Override
        public String message() {
            return "rule "
                    + rule
                    + " of policy "
                    + policy
                    + " is in force; there is nothing to undo";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of("policy", policy, "rule", rule);
        }
    }
}
