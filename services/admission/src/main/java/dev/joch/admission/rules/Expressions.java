package dev.joch.admission.rules;

import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationResult;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelStandardMacro;

import java.util.Optional;

/**
 * Conditions in CEL, as far as their grammar goes: what facts there are is known to the policy
 * engine only. Bounded in length and depth; the parser is loaded with the first condition.
 */
final class Expressions {

    /** As many characters as the contract takes. */
    private static final int LONGEST = 4096;

    private static final int DEEPEST = 50;

    private Expressions() {}

    private static final class Loaded {

        static final CelParser PARSER =
                CelParserFactory.standardCelParserBuilder()
                        .setOptions(
                                CelOptions.current()
                                        .maxExpressionCodePointSize(LONGEST)
                                        .maxParseRecursionDepth(DEEPEST)
                                        .maxParseErrorRecoveryLimit(1)
                                        .build())
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .build();
    }

    /** What is wrong with it and where; empty when it can be read. */
    static Optional<String> problem(String expression) {
        if (expression.length() > LONGEST) {
            // the contract's own limit has said so
            return Optional.empty();
        }
        if (expression.isBlank()) {
            return Optional.of("the expression is empty");
        }
        CelValidationResult parsed = Loaded.PARSER.parse(expression);
        if (!parsed.hasError()) {
            return Optional.empty();
        }
        CelIssue first = parsed.getErrors().getFirst();
        CelSourceLocation place = first.getSourceLocation();
        // columns are counted from 0 there; what has no place concerns the whole
        String where =
                place.getLine() < 1
                        ? ""
                        : "line " + place.getLine() + ", column " + (place.getColumn() + 1) + ": ";
        return Optional.of("this is no CEL: " + where + Words.shortened(first.getMessage()));
    }
}
