package dev.joch.policy.export;

import dev.joch.policy.fact.Fact;
import dev.joch.policy.fact.FactRef;
import dev.joch.policy.rule.CompiledPolicy;
import dev.joch.policy.rule.CompiledRule;
import dev.joch.policy.rule.Effect;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Rego v1. Denials, approvals and redactions are sets; the decision follows from them. */
final class RegoWriter {

    private RegoWriter() {}

    static Translation write(CompiledPolicy policy) {
        List<Refusal> refusals = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        text.append("# Policy ")
                .append(policy.namespace())
                .append('/')
                .append(policy.name())
                .append('@')
                .append(policy.version())
                .append(", written by joch policy compile --to rego.\n")
                .append("# input.facts has the facts by name, in the types of the vocabulary.\n")
                .append("package joch.policy[")
                .append(Quoted.json(policy.name()))
                .append("]\n\nimport rego.v1\n");
        for (CompiledRule rule : policy.rules()) {
            try {
                text.append(rule(rule));
            } catch (UntranslatableException e) {
                refusals.add(e.at(Fields.condition(rule)));
            }
        }
        text.append(
                """

                decision := "deny" if {
                	count(deny) > 0
                } else := "ask" if {
                	count(approval) > 0
                } else := "modify" if {
                	count(redact) > 0
                } else := "allow"
                """);
        for (String set : List.of("deny", "approval", "redact")) {
            // a set that no rule fills has to exist all the same
            if (!text.toString().contains("\n" + set + " contains ")) {
                text.append("\n").append(set).append(" := set()\n");
            }
        }
        return new Translation(refusals.isEmpty() ? text.toString() : "", refusals);
    }

    private static String rule(CompiledRule rule) throws UntranslatableException {
        StringBuilder text = new StringBuilder("\n# " + rule.id().rule() + "\n");
        List<Set<Literal>> alternatives = Alternatives.of(rule.condition());
        if (alternatives.isEmpty()) {
            return text + "# never matches\n";
        }
        for (Set<Literal> alternative : alternatives) {
            text.append(rule.effect().word()).append(" contains ").append(head(rule));
            if (alternative.isEmpty()) {
                text.append('\n');
                continue;
            }
            text.append(" if {\n");
            lines(alternative).forEach(line -> text.append('\t').append(line).append('\n'));
            text.append("}\n");
        }
        return text.toString();
    }

    private static String head(CompiledRule rule) {
        String more =
                switch (rule.effect()) {
                    case Effect.Deny() -> "";
                    case Effect.Approve(var requirement) ->
                            ", \"approvers\": "
                                    + Quoted.list(
                                            requirement.getApprovalRouting().getApproversList());
                    case Effect.Redact(var detectors) ->
                            ", \"detectors\": "
                                    + Quoted.list(
                                            detectors.stream().map(one -> one.word()).toList());
                };
        return "{\"rule\": "
                + Quoted.json(rule.id().rule())
                + ", \"reason\": "
                + Quoted.json(rule.reason())
                + more
                + "}";
    }

    private static Set<String> lines(Set<Literal> literals) {
        Set<String> lines = new LinkedHashSet<>();
        for (Literal literal : literals) {
            String fact = fact(literal.fact());
            switch (literal) {
                case Literal.Compares(var ref, var comparison, var constant) -> {
                    if (ref.untyped() && !comparison.equality()) {
                        lines.add("is_number(" + at(ref) + ")");
                    }
                    lines.add(at(ref) + " " + comparison.sign() + " " + Quoted.constant(constant));
                }
                case Literal.IsOneOf(var ref, var texts, boolean positive) ->
                        negatable(
                                lines,
                                ref.path().isEmpty() ? "is_string(" + at(ref) + ")" : there(ref),
                                at(ref) + " in " + Quoted.list(texts.stream().sorted().toList()),
                                positive);
                case Literal.Holds(var list, var word, boolean positive) ->
                        negatable(
                                lines,
                                "is_array(" + fact + ")",
                                Quoted.json(word) + " in " + fact,
                                positive);
                case Literal.IsThere(var ref, boolean positive) ->
                        negatable(lines, "is_object(" + fact + ")", there(ref), positive);
                case Literal.NoNumber(var ref) -> {
                    lines.add(there(ref));
                    lines.add("not is_number(" + at(ref) + ")");
                }
            }
        }
        return lines;
    }

    /** What is not known makes `not` true; so it has to be known first. */
    private static void negatable(Set<String> lines, String known, String is, boolean positive) {
        if (positive) {
            lines.add(is);
        } else {
            lines.add(known);
            lines.add("not " + is);
        }
    }

    private static String fact(Fact fact) {
        return "input.facts[" + Quoted.json(fact.name()) + "]";
    }

    private static String at(FactRef ref) {
        StringBuilder at = new StringBuilder(fact(ref.fact()));
        ref.path().forEach(name -> at.append('[').append(Quoted.json(name)).append(']'));
        return at.toString();
    }

    private static String there(FactRef ref) {
        FactRef outer = new FactRef(ref.fact(), ref.path().subList(0, ref.path().size() - 1));
        return Quoted.json(ref.path().getLast()) + " in object.keys(" + at(outer) + ")";
    }
}
