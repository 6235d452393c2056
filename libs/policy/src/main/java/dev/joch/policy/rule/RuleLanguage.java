package dev.joch.policy.rule;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.joch.policy.fact.Fact;
import dev.joch.policy.fact.Facts;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/** CEL with the facts as its variables. Set up with the first rule that needs it. */
final class RuleLanguage {

    /** As many characters as the contract takes. */
    private static final int LONGEST = 4096;

    private static final int DEEPEST = 50;
    private static final int MOST_STEPS = 10_000;

    private RuleLanguage() {}

    private static final class Loaded {

        static final Cel CEL = load();

        private static Cel load() {
            CelBuilder builder =
                    CelFactory.standardCelBuilder()
                            .setOptions(
                                    CelOptions.current()
                                            .maxExpressionCodePointSize(LONGEST)
                                            .maxParseRecursionDepth(DEEPEST)
                                            .maxParseErrorRecoveryLimit(1)
                                            .comprehensionMaxIterations(MOST_STEPS)
                                            .enableHeterogeneousNumericComparisons(true)
                                            .build())
                            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                            .setResultType(SimpleType.BOOL);
            for (Fact fact : Facts.all()) {
                builder.addVar(fact.name(), type(fact));
            }
            return builder.build();
        }

        private static CelType type(Fact fact) {
            return switch (fact.type()) {
                case TEXT -> SimpleType.STRING;
                case NUMBER -> SimpleType.DOUBLE;
                case TRUTH -> SimpleType.BOOL;
                case WORDS -> ListType.create(SimpleType.STRING);
                case LABELS -> MapType.create(SimpleType.STRING, SimpleType.STRING);
                case TREE -> MapType.create(SimpleType.STRING, SimpleType.DYN);
            };
        }
    }

    /** A condition that can be evaluated, or why it cannot. */
    record Read(
            CelRuntime.@Nullable Program program,
            @Nullable CelAbstractSyntaxTree tree,
            Optional<PolicyFinding> finding) {}

    static Read read(String cel, String field) {
        if (cel.isBlank()) {
            return refused(field, "the expression is empty", 0, 0);
        }
        CelValidationResult compiled = Loaded.CEL.compile(cel);
        if (compiled.hasError()) {
            List<CelIssue> issues = compiled.getErrors();
            CelIssue first = issues.getFirst();
            int line = Math.max(0, first.getSourceLocation().getLine());
            int column = line == 0 ? 0 : first.getSourceLocation().getColumn() + 1;
            String where = line == 0 ? "" : "line " + line + ", column " + column + ": ";
            return refused(field, where + first.getMessage(), line, column);
        }
        try {
            CelAbstractSyntaxTree tree = compiled.getAst();
            return new Read(Loaded.CEL.createProgram(tree), tree, Optional.empty());
        } catch (CelValidationException | CelEvaluationException e) {
            return refused(field, String.valueOf(e.getMessage()), 0, 0);
        }
    }

    private static Read refused(String field, String message, int line, int column) {
        return new Read(
                null,
                null,
                Optional.of(
                        new PolicyFinding(
                                field,
                                message,
                                "write a condition in CEL: tool.sideEffect == 'external_write' &&"
                                        + " cost.runUsd > 5.0",
                                line,
                                column)));
    }
}
