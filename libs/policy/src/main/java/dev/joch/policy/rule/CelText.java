package dev.joch.policy.rule;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.joch.policy.fact.Facts;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From an expression to a condition, or to what is wrong with it. */
final class CelText {

    private static final String EXAMPLE =
            "write a condition in CEL: tool.sideEffect == 'external_write' && cost.runUsd > 5.0";

    private static final int MOST_FINDINGS = 10;
    private static final int LONGEST_MESSAGE = 160;

    private CelText() {}

    /**
     * @param condition absent when there are errors
     */
    record Compiled(@Nullable Condition condition, List<PolicyFinding> findings) {

        Optional<Condition> usable() {
            return findings.stream().allMatch(PolicyFinding::warning)
                    ? Optional.ofNullable(condition)
                    : Optional.empty();
        }
    }

    static Compiled compile(String expression, String field) {
        if (expression.isBlank()) {
            return refused(
                    PolicyFinding.in(
                            PolicyFinding.Sort.BAD_EXPRESSION,
                            field,
                            "the expression is empty",
                            EXAMPLE,
                            0,
                            0));
        }
        if (expression.length() > Cel.LONGEST) {
            return refused(
                    PolicyFinding.in(
                            PolicyFinding.Sort.BAD_EXPRESSION,
                            field,
                            "the expression has more than " + Cel.LONGEST + " characters",
                            "make several rules of it",
                            0,
                            0));
        }
        CelValidationResult result = Cel.COMPILER.compile(expression);
        if (result.hasError()) {
            return new Compiled(null, findings(result.getErrors(), expression, field));
        }
        try {
            CelAbstractSyntaxTree ast = result.getAst();
            CelValidationResult checked = Cel.VALIDATOR.validate(ast);
            if (checked.hasError()) {
                return new Compiled(null, findings(checked.getErrors(), expression, field));
            }
            CelTree tree = new CelTree(ast, expression, field);
            return new Compiled(tree.condition(), tree.findings());
        } catch (CelValidationException e) {
            return new Compiled(null, findings(e.getErrors(), expression, field));
        }
    }

    private static Compiled refused(PolicyFinding finding) {
        return new Compiled(null, List.of(finding));
    }

    private static List<PolicyFinding> findings(
            List<CelIssue> issues, String expression, String field) {
        List<PolicyFinding> findings = new ArrayList<>();
        for (CelIssue issue : issues.subList(0, Math.min(issues.size(), MOST_FINDINGS))) {
            findings.add(finding(issue, expression, field));
        }
        return findings;
    }

    private static PolicyFinding finding(CelIssue issue, String expression, String field) {
        CelSourceLocation place = issue.getSourceLocation();
        int line = Math.max(place.getLine(), 0);
        // columns are counted from 0 there; what has no place concerns the whole
        int column = line == 0 ? 0 : place.getColumn() + 1;
        if (issue.getMessage().startsWith("undeclared reference to '") && line > 0) {
            String name = dotted(expression, line, column);
            boolean function = issue.getMessage().contains("'" + lastPart(name) + "'");
            if (!name.isEmpty() && (!function || name.indexOf('.') < 0)) {
                return PolicyFinding.in(
                        PolicyFinding.Sort.UNKNOWN_FACT,
                        field,
                        "there is no fact `" + name + "`",
                        suggestion(name),
                        line,
                        column);
            }
        }
        String message = issue.getMessage();
        return PolicyFinding.in(
                PolicyFinding.Sort.BAD_EXPRESSION,
                field,
                message.length() <= LONGEST_MESSAGE
                        ? message
                        : message.substring(0, LONGEST_MESSAGE - 3) + "...",
                EXAMPLE,
                line,
                column);
    }

    /** The name with dots that stands at a place. */
    private static String dotted(String expression, int line, int column) {
        List<String> lines = expression.lines().toList();
        if (line > lines.size()) {
            return "";
        }
        String text = lines.get(line - 1);
        int start = Math.min(column - 1, text.length());
        int end = start;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end))
                        || text.charAt(end) == '_'
                        || text.charAt(end) == '.')) {
            end++;
        }
        // a call at its end is no part of the name
        String name = text.substring(start, end);
        boolean call = end < text.length() && text.charAt(end) == '(' && name.indexOf('.') > 0;
        return call ? name.substring(0, name.lastIndexOf('.')) : name;
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** What to do about a fact that does not exist. */
    static String suggestion(String name) {
        return Facts.nearest(name)
                .map(near -> "did you mean `" + near + "`?")
                .orElse("docs/policies.md lists the facts");
    }
}
