package dev.joch.policy.rule;

import com.google.protobuf.Value;

import dev.joch.policy.fact.Fact;
import dev.joch.policy.fact.Facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The map form of a condition in CEL.
 *
 * <p>A scalar is equality, a text that begins with a comparison compares, a list matches any of its
 * values. Keys below a map of facts name its entries: {@code agent.labels.env}.
 */
final class MapForm {

    private static final Pattern COMPARISON = Pattern.compile("^(>=|<=|!=|>|<|=)\\s*(\\S.*)$");
    private static final String NOT_ALLOWLISTED = "not-allowlisted";
    private static final String UNKNOWN = "unknown";

    private final String path;
    private final List<PolicyFinding> findings;
    private final List<String> terms = new ArrayList<>();
    private final Map<String, Set<String>> equalities = new TreeMap<>();

    private MapForm(String path, List<PolicyFinding> findings) {
        this.path = path;
        this.findings = findings;
    }

    /**
     * A condition in CEL.
     *
     * @param equalities texts of which a fact must be one
     */
    record Condition(String cel, Map<String, Set<String>> equalities) {}

    /** In CEL; findings tell what could not be said. An empty map matches always. */
    static Condition of(Map<String, Value> when, String path, List<PolicyFinding> findings) {
        MapForm form = new MapForm(path, findings);
        new TreeMap<>(when).forEach(form::term);
        String cel = form.terms.isEmpty() ? "true" : String.join(" && ", form.terms);
        return new Condition(cel, form.equalities);
    }

    private void term(String key, Value matcher) {
        Optional<Fact> fact = Facts.named(key);
        if (fact.isPresent()) {
            fact(key, fact.get(), matcher);
            return;
        }
        for (Fact candidate : Facts.all()) {
            boolean map =
                    candidate.type() == Fact.Type.LABELS || candidate.type() == Fact.Type.TREE;
            if (map && key.startsWith(candidate.name() + ".")) {
                entry(candidate, key.substring(candidate.name().length() + 1), matcher);
                return;
            }
        }
        finding(
                key,
                "there is no fact `" + key + "`",
                Facts.nearest(key)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("docs/policies.md lists the facts"));
    }

    private void fact(String key, Fact fact, Value matcher) {
        if (key.equals("model.provider") && matcher.getStringValue().equals(NOT_ALLOWLISTED)) {
            terms.add("!" + Facts.MODEL_ALLOWLISTED);
            return;
        }
        if (key.equals("model.provider") && matcher.getStringValue().equals(UNKNOWN)) {
            terms.add("!" + Facts.MODEL_KNOWN);
            return;
        }
        switch (fact.type()) {
            case TEXT -> text(key, key, matcher);
            case NUMBER -> number(key, matcher);
            case TRUTH -> truth(key, matcher);
            case WORDS -> words(key, matcher);
            case LABELS, TREE ->
                    finding(key, "`" + key + "` has entries; name one", "write " + key + ".<name>");
        }
    }

    private void entry(Fact map, String name, Value matcher) {
        String at = map.name() + "[" + quoted(name) + "]";
        String there = quoted(name) + " in " + map.name();
        int before = terms.size();
        if (map.type() == Fact.Type.LABELS) {
            text(map.name() + "." + name, at, matcher);
        } else {
            scalar(map.name() + "." + name, at, matcher);
        }
        if (terms.size() > before) {
            String term = terms.removeLast();
            terms.add("(" + there + " && " + term + ")");
        }
    }

    private void text(String key, String cel, Value matcher) {
        Set<String> wanted = new TreeSet<>();
        for (Value one : all(matcher)) {
            if (one.getKindCase() != Value.KindCase.STRING_VALUE) {
                finding(key, "`" + key + "` is a text", "write " + key + ": some-word");
                return;
            }
            wanted.add(one.getStringValue());
        }
        if (wanted.size() == 1) {
            String only = wanted.iterator().next();
            Matcher comparison = COMPARISON.matcher(only);
            if (comparison.matches()) {
                compareText(key, cel, comparison.group(1), comparison.group(2));
                return;
            }
        }
        if (cel.equals(key)) {
            equalities.put(key, wanted);
        }
        terms.add(
                wanted.size() == 1
                        ? cel + " == " + quoted(wanted.iterator().next())
                        : cel
                                + " in ["
                                + String.join(", ", wanted.stream().map(MapForm::quoted).toList())
                                + "]");
    }

    private void compareText(String key, String cel, String operator, String operand) {
        switch (operator) {
            case "=" -> terms.add(cel + " == " + quoted(operand));
            case "!=" -> terms.add(cel + " != " + quoted(operand));
            default ->
                    finding(
                            key,
                            "`" + key + "` is a text and has no order",
                            "compare it with = or !=");
        }
    }

    private void number(String key, Value matcher) {
        List<String> any = new ArrayList<>();
        for (Value one : all(matcher)) {
            if (one.getKindCase() == Value.KindCase.NUMBER_VALUE) {
                any.add(key + " == " + decimal(one.getNumberValue()));
                continue;
            }
            Matcher comparison = COMPARISON.matcher(one.getStringValue());
            Optional<Double> operand =
                    comparison.matches() ? parsed(comparison.group(2)) : Optional.empty();
            if (operand.isEmpty()) {
                finding(
                        key,
                        "`" + key + "` is a number",
                        "write a number, or a comparison such as \">5\"");
                return;
            }
            String operator = comparison.group(1).equals("=") ? "==" : comparison.group(1);
            any.add(key + " " + operator + " " + decimal(operand.get()));
        }
        terms.add(any.size() == 1 ? any.getFirst() : "(" + String.join(" || ", any) + ")");
    }

    private void truth(String key, Value matcher) {
        if (matcher.getKindCase() != Value.KindCase.BOOL_VALUE) {
            finding(key, "`" + key + "` is true or false", "write " + key + ": true");
            return;
        }
        terms.add(matcher.getBoolValue() ? key : "!" + key);
    }

    private void words(String key, Value matcher) {
        List<String> any = new ArrayList<>();
        for (Value one : all(matcher)) {
            if (one.getKindCase() != Value.KindCase.STRING_VALUE) {
                finding(key, "`" + key + "` holds words", "write " + key + ": some-word");
                return;
            }
            any.add(quoted(one.getStringValue()) + " in " + key);
        }
        terms.add(any.size() == 1 ? any.getFirst() : "(" + String.join(" || ", any) + ")");
    }

    private void scalar(String key, String cel, Value matcher) {
        List<String> any = new ArrayList<>();
        for (Value one : all(matcher)) {
            switch (one.getKindCase()) {
                case STRING_VALUE -> {
                    Matcher comparison = COMPARISON.matcher(one.getStringValue());
                    Optional<Double> operand =
                            comparison.matches() ? parsed(comparison.group(2)) : Optional.empty();
                    any.add(
                            operand.isPresent()
                                    ? cel
                                            + " "
                                            + (comparison.group(1).equals("=")
                                                    ? "=="
                                                    : comparison.group(1))
                                            + " "
                                            + decimal(operand.get())
                                    : cel + " == " + quoted(one.getStringValue()));
                }
                case NUMBER_VALUE -> any.add(cel + " == " + decimal(one.getNumberValue()));
                case BOOL_VALUE -> any.add(cel + " == " + one.getBoolValue());
                default -> {
                    finding(
                            key,
                            "`" + key + "` is matched by a scalar",
                            "write a text, a number, true or false");
                    return;
                }
            }
        }
        terms.add(any.size() == 1 ? any.getFirst() : "(" + String.join(" || ", any) + ")");
    }

    private static List<Value> all(Value matcher) {
        return matcher.hasListValue() ? matcher.getListValue().getValuesList() : List.of(matcher);
    }

    private static Optional<Double> parsed(String text) {
        try {
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%s", number);
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                default -> quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private void finding(String key, String message, String fix) {
        findings.add(new PolicyFinding(path + "." + key, message, fix, 0, 0));
    }
}
