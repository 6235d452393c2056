package dev.joch.policy.rule;

import com.google.protobuf.Value;

import dev.joch.policy.fact.FactRef;
import dev.joch.policy.fact.FactType;
import dev.joch.policy.fact.Facts;
import dev.joch.policy.rule.PolicyFinding.Sort;
import dev.joch.resource.field.FieldPath;
import dev.joch.resource.kind.Nearest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The map form in CEL, and as the condition that this CEL means: a test holds the two against each
 * other, so that an interpreter is loaded for expressions only. A scalar means equality, a text
 * that begins with {@code > >= < <= != =} a comparison, a list any of its values, several facts all
 * of them.
 */
final class MapForm {

    /**
     * What {@code model.provider} may be compared with instead of a provider, and what that asks.
     */
    private static final Map<String, String> MAGIC =
            Map.of(
                    "not-allowlisted", "!" + Facts.MODEL_ALLOWLISTED,
                    "unknown", "!" + Facts.MODEL_KNOWN);

    private final FieldPath when;
    private final List<PolicyFinding> findings = new ArrayList<>();

    /** A matcher, or all of them, in both forms. */
    record Term(String cel, Condition condition) {}

    MapForm(FieldPath when) {
        this.when = when;
    }

    static Optional<String> magic(String word) {
        return Optional.ofNullable(MAGIC.get(word));
    }

    List<PolicyFinding> findings() {
        return findings;
    }

    /** All facts together; the same for the same facts, whatever their order. */
    Term term(Map<String, Value> facts) {
        List<Term> parts = new ArrayList<>();
        new TreeMap<>(facts)
                .forEach((key, value) -> {
                    Optional<FactRef> ref = Facts.find(key);
                    if (ref.isEmpty()) {
                        findings.add(
                                PolicyFinding.at(
                                        Sort.UNKNOWN_FACT,
                                        when.name(key).toString(),
                                        "there is no fact `" + key + "`",
                                        CelText.suggestion(key)));
                    } else {
                        parts.add(matcher(key, ref.get(), value));
                    }
                });
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        List<Condition> conditions = new ArrayList<>();
        for (Term part : parts) {
            if (part.condition instanceof Condition.All all) {
                conditions.addAll(all.parts());
            } else {
                conditions.add(part.condition);
            }
        }
        return new Term(
                String.join(" && ", parts.stream().map(Term::cel).toList()),
                new Condition.All(conditions));
    }

    private Term matcher(String key, FactRef ref, Value value) {
        if (ref.fact().type().nested() && ref.path().isEmpty()) {
            return refused(
                    key,
                    "`" + key + "` is " + ref.type().words(),
                    "name one of them: " + key + ".<name>");
        }
        Term matcher = any(key, ref, value);
        // what is not there matches nothing, whatever it is compared with
        return ref.path().isEmpty() ? matcher : guarded(ref, matcher);
    }

    private Term any(String key, FactRef ref, Value value) {
        if (!value.hasListValue()) {
            return scalar(key, ref, value);
        }
        if (value.getListValue().getValuesCount() == 0) {
            return refused(key, "an empty list matches nothing", "name at least one value");
        }
        List<Term> any = new ArrayList<>();
        for (Value one : value.getListValue().getValuesList()) {
            any.add(
                    one.hasListValue()
                            ? refused(key, "a list in a list", "write one list")
                            : scalar(key, ref, one));
        }
        if (any.size() == 1) {
            return any.getFirst();
        }
        return new Term(
                "(" + String.join(" || ", any.stream().map(Term::cel).toList()) + ")",
                new Condition.Any(any.stream().map(Term::condition).toList()));
    }

    private Term scalar(String key, FactRef ref, Value value) {
        return switch (value.getKindCase()) {
            case STRING_VALUE -> text(key, ref, value.getStringValue());
            case NUMBER_VALUE -> number(key, ref, Comparison.EQUAL, value.getNumberValue());
            case BOOL_VALUE -> flag(key, ref, Comparison.EQUAL, value.getBoolValue());
            case NULL_VALUE, KIND_NOT_SET ->
                    refused(key, "there is no value", "write " + ref.type().words());
            case STRUCT_VALUE, LIST_VALUE ->
                    refused(key, "a mapping is no matcher", "write " + ref.type().words());
        };
    }

    private Term text(String key, FactRef ref, String text) {
        Comparison comparison = comparison(text);
        String rest = text.substring(sign(text).length()).strip();
        if (!sign(text).isEmpty() && rest.isEmpty()) {
            return refused(key, "`" + text + "` compares with nothing", "write a value behind it");
        }
        boolean ordered = !comparison.equality();
        if (ref.type().numeric() || (ordered && ref.untyped())) {
            return number(rest)
                    .map(number -> number(key, ref, comparison, number))
                    .orElseGet(() -> mismatch(key, ref, rest));
        }
        if (ordered) {
            return refused(
                    key,
                    "`"
                            + key
                            + "` is "
                            + ref.type().words()
                            + " and cannot be compared with `"
                            + sign(text)
                            + "`",
                    "use the value itself, or `!=` and the value");
        }
        if (ref.type() == FactType.FLAG) {
            return rest.equals("true") || rest.equals("false")
                    ? flag(key, ref, comparison, Boolean.parseBoolean(rest))
                    : mismatch(key, ref, rest);
        }
        return word(key, ref, comparison, rest);
    }

    private Term word(String key, FactRef ref, Comparison comparison, String word) {
        boolean not = comparison == Comparison.NOT_EQUAL;
        if (ref.fact().name().equals(Facts.MODEL_PROVIDER) && MAGIC.containsKey(word)) {
            String asked = MAGIC.get(word).substring(1);
            Condition is = new Condition.Compare(fact(asked), Comparison.EQUAL, true);
            return not ? new Term(asked, is) : new Term("!" + asked, new Condition.Not(is));
        }
        if (!ref.fact().words().isEmpty() && !ref.fact().words().contains(word)) {
            return refused(
                    key,
                    "`" + key + "` is never `" + word + "`",
                    Nearest.to(word, ref.fact().words())
                            .map(near -> "did you mean `" + near + "`?")
                            .orElse(
                                    "use one of "
                                            + String.join(
                                                    ", ",
                                                    ref.fact().words().stream()
                                                            .sorted()
                                                            .toList())));
        }
        if (ref.type() == FactType.WORDS) {
            String has = quoted(word) + " in " + ref.fact().name();
            Condition is = new Condition.Contains(ref.fact(), word);
            return not ? new Term("!(" + has + ")", new Condition.Not(is)) : new Term(has, is);
        }
        return compare(ref, comparison, quoted(word), word);
    }

    private Term number(String key, FactRef ref, Comparison comparison, double number) {
        if (!ref.type().numeric() && !ref.untyped()) {
            return mismatch(key, ref, plain(number));
        }
        boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
        if (ref.type() == FactType.COUNT) {
            if (!whole && comparison.equality()) {
                return mismatch(key, ref, plain(number));
            }
            if (whole) {
                long count = (long) number;
                return compare(ref, comparison, Long.toString(count), count);
            }
        }
        return compare(ref, comparison, Double.toString(number), number);
    }

    private Term flag(String key, FactRef ref, Comparison comparison, boolean flag) {
        if (ref.type() != FactType.FLAG && !ref.untyped()) {
            return mismatch(key, ref, Boolean.toString(flag));
        }
        return compare(ref, comparison, Boolean.toString(flag), flag);
    }

    private static Optional<Double> number(String text) {
        try {
            double number = Double.parseDouble(text);
            boolean plain = text.chars().allMatch(c -> "0123456789.eE+-".indexOf(c) >= 0);
            return plain && Double.isFinite(number) ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    private Term mismatch(String key, FactRef ref, String given) {
        return refused(
                key,
                "`" + key + "` is " + ref.type().words() + ", not `" + given + "`",
                ref.type().numeric()
                        ? "write a number, or a comparison such as \">5\""
                        : "write " + ref.type().words());
    }

    /** Stands in the expression for what is refused, which is never compiled then. */
    private Term refused(String key, String message, String fix) {
        findings.add(PolicyFinding.at(Sort.BAD_VALUE, when.name(key).toString(), message, fix));
        return new Term("false", new Condition.Broken());
    }

    private static String sign(String text) {
        for (String sign : List.of(">=", "<=", "!=", ">", "<", "=")) {
            if (text.startsWith(sign)) {
                return sign;
            }
        }
        return "";
    }

    private static Comparison comparison(String text) {
        return switch (sign(text)) {
            case ">=" -> Comparison.AT_LEAST;
            case "<=" -> Comparison.AT_MOST;
            case "!=" -> Comparison.NOT_EQUAL;
            case ">" -> Comparison.GREATER;
            case "<" -> Comparison.LESS;
            default -> Comparison.EQUAL;
        };
    }

    private static Term compare(
            FactRef ref, Comparison comparison, String literal, Object constant) {
        return new Term(
                cel(ref) + " " + comparison.sign() + " " + literal,
                new Condition.Compare(ref, comparison, constant));
    }

    private static FactRef fact(String name) {
        return Facts.find(name).orElseThrow();
    }

    private static Term guarded(FactRef ref, Term matcher) {
        List<Condition> parts = new ArrayList<>();
        List<String> path = new ArrayList<>();
        StringBuilder there = new StringBuilder();
        String at = ref.fact().name();
        for (String name : ref.path()) {
            there.append(quoted(name)).append(" in ").append(at).append(" && ");
            at += "[" + quoted(name) + "]";
            path.add(name);
            parts.add(new Condition.Has(new FactRef(ref.fact(), path)));
        }
        parts.add(matcher.condition);
        return new Term("(" + there + matcher.cel + ")", new Condition.All(parts));
    }

    private static String cel(FactRef ref) {
        StringBuilder cel = new StringBuilder(ref.fact().name());
        ref.path().forEach(name -> cel.append('[').append(quoted(name)).append(']'));
        return cel.toString();
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("'");
        text.codePoints()
                .forEach(c -> {
                    if (c == '\'' || c == '\\') {
                        quoted.append('\\').appendCodePoint(c);
                    } else if (c < ' ' || c == 0x7f) {
                        quoted.append("\\u%04x".formatted(c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                });
        return quoted.append('\'').toString();
    }
}
