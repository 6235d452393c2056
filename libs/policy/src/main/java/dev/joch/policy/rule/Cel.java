package dev.joch.policy.rule;

import dev.cel.common.CelOptions;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.validator.CelValidator;
import dev.cel.validator.CelValidatorFactory;
import dev.cel.validator.validators.RegexLiteralValidator;
import dev.joch.policy.fact.Fact;
import dev.joch.policy.fact.Facts;

/** CEL with our facts and bounds; loaded with the first rule that is compiled. */
final class Cel {

    /** As many characters as the contract takes. */
    static final int LONGEST = 4096;

    private static final int DEEPEST = 50;
    private static final int MOST_NODES = 2_000;
    private static final int MOST_ITERATIONS = 10_000;
    private static final int LARGEST_REGEX = 1_000;

    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .maxExpressionCodePointSize(LONGEST)
                    .maxParseRecursionDepth(DEEPEST)
                    .maxParseErrorRecoveryLimit(1)
                    .maxParseExpressionNodeCount(MOST_NODES)
                    .comprehensionMaxIterations(MOST_ITERATIONS)
                    .maxRegexProgramSize(LARGEST_REGEX)
                    // cost.runUsd > 5 is as good as > 5.0
                    .enableHeterogeneousNumericComparisons(true)
                    .build();

    static final CelCompiler COMPILER = compiler();
    static final CelRuntime RUNTIME =
            CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();
    static final CelValidator VALIDATOR =
            CelValidatorFactory.standardCelValidatorBuilder(COMPILER, RUNTIME)
                    .addAstValidators(RegexLiteralValidator.INSTANCE)
                    .build();

    private Cel() {}

    private static CelCompiler compiler() {
        CelCompilerBuilder builder =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setOptions(OPTIONS)
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .setResultType(SimpleType.BOOL);
        for (Fact fact : Facts.all()) {
            builder.addVar(fact.name(), fact.type().cel());
        }
        return builder.build();
    }
}
