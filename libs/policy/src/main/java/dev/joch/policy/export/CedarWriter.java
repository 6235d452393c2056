package dev.joch.policy.export;

import dev.joch.policy.fact.Fact;
import dev.joch.policy.fact.FactRef;
import dev.joch.policy.fact.FactType;
import dev.joch.policy.rule.Comparison;
import dev.joch.policy.rule.CompiledPolicy;
import dev.joch.policy.rule.CompiledRule;
import dev.joch.policy.rule.Effect;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Cedar: denials as {@code forbid}, and one {@code permit} for everything else. An answer of Cedar
 * is yes or no: approvals and redactions cannot be said. Numbers are of its type {@code decimal}.
 */
final class CedarWriter {

    private static final int DIGITS = 4;
    private static final BigDecimal LARGEST = new BigDecimal("922337203685477.5807");

    private CedarWriter() {}

    static Translation write(CompiledPolicy policy) {
        List<Refusal> refusals = new ArrayList<>();
        String name = policy.name() + "@" + policy.version();
        StringBuilder text = new StringBuilder();
        text.append("// Policy ")
                .append(policy.namespace())
                .append('/')
                .append(name)
                .append(", written by joch policy compile --to cedar.\n")
                .append(
                        "// The context has the facts by name; numbers are decimals, counts longs.\n");
        for (CompiledRule rule : policy.rules()) {
            if (!(rule.effect() instanceof Effect.Deny)) {
                refusals.add(
                        new Refusal(
                                Fields.effect(rule),
                                "Cedar says yes or no and knows no "
                                        + (rule.effect() instanceof Effect.Redact
                                                ? "redaction"
                                                : "approval"),
                                "keep this rule in a policy of its own, or use --to rego",
                                0,
                                0));
                continue;
            }
            try {
                text.append(rule(name, rule));
            } catch (UntranslatableException e) {
                refusals.add(e.at(Fields.condition(rule)));
            }
        }
        text.append("\n@id(")
                .append(Quoted.json(name))
                .append(")\npermit (principal, action, resource);\n");
        return new Translation(refusals.isEmpty() ? text.toString() : "", refusals);
    }

    private static String rule(String policy, CompiledRule rule) throws UntranslatableException {
        List<Set<Literal>> alternatives = Alternatives.of(rule.condition());
        if (alternatives.isEmpty()) {
            return "\n// " + rule.id().rule() + " never matches\n";
        }
        StringBuilder text =
                new StringBuilder(
                        "\n@id(%s)\n@reason(%s)\nforbid (principal, action, resource)"
                                .formatted(
                                        Quoted.json(policy + "/" + rule.id().rule()),
                                        Quoted.json(rule.reason())));
        if (alternatives.stream().anyMatch(Set::isEmpty)) {
            return text + ";\n";
        }
        List<String> any = new ArrayList<>();
        for (Set<Literal> alternative : alternatives) {
            Set<String> all = new LinkedHashSet<>();
            for (Literal literal : alternative) {
                all.addAll(parts(literal));
            }
            any.add(String.join(" && ", all));
        }
        String condition =
                any.size() == 1
                        ? any.getFirst()
                        : any.stream().collect(Collectors.joining(") ||\n  (", "(", ")"));
        return text.append("\nwhen {\n  ").append(condition).append("\n};\n").toString();
    }

    private static List<String> parts(Literal literal) throws UntranslatableException {
        List<String> parts = new ArrayList<>();
        parts.add("context has " + Quoted.json(literal.fact().name()));
        switch (literal) {
            case Literal.Compares compares -> {
                parts.addAll(there(compares.ref()));
                parts.add(comparison(compares));
            }
            case Literal.IsOneOf(var ref, var texts, boolean positive) -> {
                parts.addAll(there(ref));
                parts.add(
                        (positive ? "" : "!")
                                + Quoted.list(texts.stream().sorted().toList())
                                + ".contains("
                                + at(ref)
                                + ")");
            }
            case Literal.Holds(var fact, var word, boolean positive) ->
                    parts.add(
                            (positive ? "" : "!")
                                    + at(fact)
                                    + ".contains("
                                    + Quoted.json(word)
                                    + ")");
            case Literal.IsThere(var ref, boolean positive) -> {
                List<String> there = there(ref);
                if (positive) {
                    parts.addAll(there);
                } else {
                    parts.add("!(" + String.join(" && ", there) + ")");
                }
            }
            case Literal.NoNumber(var ref) -> throw untyped(ref);
        }
        return parts;
    }

    private static List<String> there(FactRef ref) {
        List<String> there = new ArrayList<>();
        String at = at(ref.fact());
        for (String name : ref.path()) {
            there.add(at + " has " + Quoted.json(name));
            at += "[" + Quoted.json(name) + "]";
        }
        return there;
    }

    private static String comparison(Literal.Compares compares) throws UntranslatableException {
        FactRef ref = compares.ref();
        if (!(compares.constant() instanceof Number number)) {
            if (!compares.comparison().equality()) {
                throw new UntranslatableException(
                        "Cedar does not order texts", "compare for equality");
            }
            return at(ref)
                    + " "
                    + compares.comparison().sign()
                    + " "
                    + Quoted.constant(compares.constant());
        }
        if (ref.untyped()) {
            throw untyped(ref);
        }
        if (ref.type() == FactType.COUNT) {
            if (!(number instanceof Long)) {
                throw new UntranslatableException(
                        "`" + ref.name() + "` is a whole number, and Cedar compares it with such",
                        "write a whole number");
            }
            return at(ref) + " " + compares.comparison().sign() + " " + number;
        }
        return decimal(at(ref), compares.comparison(), number.doubleValue());
    }

    private static String decimal(String at, Comparison comparison, double number)
            throws UntranslatableException {
        BigDecimal exact = BigDecimal.valueOf(number).stripTrailingZeros();
        if (exact.scale() > DIGITS || exact.abs().compareTo(LARGEST) > 0) {
            throw new UntranslatableException(
                    "Cedar's decimals have at most "
                            + DIGITS
                            + " digits behind the point, and "
                            + exact.toPlainString()
                            + " has more or is too large",
                    "round the number");
        }
        String constant =
                "decimal(\"" + exact.setScale(Math.max(1, exact.scale())).toPlainString() + "\")";
        return switch (comparison) {
            case EQUAL, NOT_EQUAL -> at + " " + comparison.sign() + " " + constant;
            case LESS -> at + ".lessThan(" + constant + ")";
            case AT_MOST -> at + ".lessThanOrEqual(" + constant + ")";
            case GREATER -> at + ".greaterThan(" + constant + ")";
            case AT_LEAST -> at + ".greaterThanOrEqual(" + constant + ")";
        };
    }

    private static UntranslatableException untyped(FactRef ref) {
        return new UntranslatableException(
                "Cedar must know the type of `"
                        + ref.name()
                        + "`, and numbers among arguments have none",
                "compare texts or flags only, or use --to rego");
    }

    private static String at(Fact fact) {
        return "context[" + Quoted.json(fact.name()) + "]";
    }

    private static String at(FactRef ref) {
        StringBuilder at = new StringBuilder(at(ref.fact()));
        ref.path().forEach(name -> at.append('[').append(Quoted.json(name)).append(']'));
        return at.toString();
    }
}
