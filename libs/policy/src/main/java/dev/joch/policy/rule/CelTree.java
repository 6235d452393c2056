package dev.joch.policy.rule;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.runtime.CelEvaluationException;
import dev.joch.policy.fact.Fact;
import dev.joch.policy.fact.FactRef;
import dev.joch.policy.fact.FactType;
import dev.joch.policy.fact.Facts;
import dev.joch.resource.kind.Nearest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One checked expression, taken apart as far as conditions go. */
final class CelTree {

    private static final Map<String, Comparison> COMPARISONS =
            Map.of(
                    Operator.EQUALS.getFunction(), Comparison.EQUAL,
                    Operator.NOT_EQUALS.getFunction(), Comparison.NOT_EQUAL,
                    Operator.LESS.getFunction(), Comparison.LESS,
                    Operator.LESS_EQUALS.getFunction(), Comparison.AT_MOST,
                    Operator.GREATER.getFunction(), Comparison.GREATER,
                    Operator.GREATER_EQUALS.getFunction(), Comparison.AT_LEAST);

    private final CelAbstractSyntaxTree ast;
    private final String text;
    private final String field;
    private final List<PolicyFinding> findings = new ArrayList<>();

    CelTree(CelAbstractSyntaxTree ast, String text, String field) {
        this.ast = ast;
        this.text = text;
        this.field = field;
    }

    Condition condition() {
        return convert(ast.getExpr());
    }

    /** What is wrong with its constants; complete when the condition has been made. */
    List<PolicyFinding> findings() {
        return findings;
    }

    private Condition convert(CelExpr expr) {
        if (expr.getKind() == ExprKind.Kind.CALL) {
            String function = expr.call().function();
            if (function.equals(Operator.LOGICAL_AND.getFunction())) {
                return new Condition.All(parts(expr, function));
            }
            if (function.equals(Operator.LOGICAL_OR.getFunction())) {
                return new Condition.Any(parts(expr, function));
            }
            if (function.equals(Operator.LOGICAL_NOT.getFunction())) {
                return new Condition.Not(convert(expr.call().args().getFirst()));
            }
        }
        return leaf(expr).orElseGet(() -> program(expr));
    }

    private List<Condition> parts(CelExpr expr, String function) {
        List<Condition> parts = new ArrayList<>();
        for (CelExpr part : expr.call().args()) {
            boolean same =
                    part.getKind() == ExprKind.Kind.CALL && part.call().function().equals(function);
            if (same) {
                parts.addAll(parts(part, function));
            } else {
                parts.add(convert(part));
            }
        }
        return parts;
    }

    private Optional<Condition> leaf(CelExpr expr) {
        if (expr.getKind() == ExprKind.Kind.CONSTANT) {
            boolean yes = expr.constant().booleanValue();
            return Optional.of(
                    yes ? new Condition.Always() : new Condition.Not(new Condition.Always()));
        }
        if (expr.getKind() == ExprKind.Kind.SELECT && expr.select().testOnly()) {
            return inside(fact(expr.select().operand()), expr.select().field())
                    .map(Condition.Has::new);
        }
        Optional<FactRef> flag = fact(expr).filter(ref -> ref.type() == FactType.FLAG);
        if (flag.isPresent()) {
            return Optional.of(new Condition.Compare(flag.get(), Comparison.EQUAL, true));
        }
        if (expr.getKind() != ExprKind.Kind.CALL || expr.call().args().size() != 2) {
            return Optional.empty();
        }
        CelExpr left = expr.call().args().getFirst();
        CelExpr right = expr.call().args().getLast();
        String function = expr.call().function();
        if (function.equals(Operator.IN.getFunction())) {
            return within(left, right);
        }
        Comparison comparison = COMPARISONS.get(function);
        if (comparison == null) {
            return Optional.empty();
        }
        return constant(right).isPresent()
                ? comparison(left, comparison, right)
                : comparison(right, comparison.turned(), left);
    }

    private Optional<Condition> comparison(CelExpr side, Comparison comparison, CelExpr constant) {
        Optional<FactRef> ref = fact(side).filter(found -> !whole(found));
        Optional<Object> value = constant(constant);
        if (ref.isEmpty() || value.isEmpty()) {
            return Optional.empty();
        }
        checkWord(ref.get(), value.get(), constant);
        return value.get() instanceof Boolean && !comparison.equality()
                ? Optional.empty()
                : Optional.of(new Condition.Compare(ref.get(), comparison, value.get()));
    }

    private Optional<Condition> within(CelExpr left, CelExpr right) {
        Optional<FactRef> list = fact(right).filter(ref -> ref.type() == FactType.WORDS);
        if (list.isPresent() && constant(left).orElse(null) instanceof String word) {
            checkWord(list.get(), word, left);
            return Optional.of(new Condition.Contains(list.get().fact(), word));
        }
        Optional<FactRef> map = fact(right).filter(ref -> ref.fact().type().nested());
        if (map.isPresent() && constant(left).orElse(null) instanceof String key) {
            return inside(map, key).map(Condition.Has::new);
        }
        Optional<FactRef> ref = fact(left).filter(found -> !whole(found));
        if (ref.isEmpty() || right.getKind() != ExprKind.Kind.LIST) {
            return Optional.empty();
        }
        Set<String> texts = new LinkedHashSet<>();
        for (CelExpr element : right.list().elements()) {
            if (!(constant(element).orElse(null) instanceof String one)) {
                return Optional.empty();
            }
            checkWord(ref.get(), one, element);
            texts.add(one);
        }
        return texts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Condition.OneOf(ref.get(), texts));
    }

    /** Lists and maps as such are compared by CEL. */
    private static boolean whole(FactRef ref) {
        return ref.type() == FactType.WORDS || (ref.fact().type().nested() && ref.path().isEmpty());
    }

    private Optional<FactRef> fact(CelExpr expr) {
        Optional<Fact> named =
                ast.getReference(expr.id())
                        .filter(reference -> reference.overloadIds().isEmpty())
                        .flatMap(reference -> Facts.named(reference.name()));
        if (named.isPresent()) {
            return Optional.of(new FactRef(named.get(), List.of()));
        }
        if (expr.getKind() == ExprKind.Kind.SELECT && !expr.select().testOnly()) {
            return inside(fact(expr.select().operand()), expr.select().field());
        }
        if (expr.getKind() == ExprKind.Kind.CALL
                && expr.call().function().equals(Operator.INDEX.getFunction())
                && constant(expr.call().args().getLast()).orElse(null) instanceof String key) {
            return inside(fact(expr.call().args().getFirst()), key);
        }
        return Optional.empty();
    }

    private static Optional<FactRef> inside(Optional<FactRef> outer, String name) {
        return outer.filter(ref -> ref.fact().type().nested())
                .map(ref -> {
                    List<String> path = new ArrayList<>(ref.path());
                    path.add(name);
                    return new FactRef(ref.fact(), path);
                });
    }

    private static Optional<Object> constant(CelExpr expr) {
        if (expr.getKind() != ExprKind.Kind.CONSTANT) {
            return Optional.empty();
        }
        CelConstant constant = expr.constant();
        return switch (constant.getKind()) {
            case STRING_VALUE -> Optional.of(constant.stringValue());
            case BOOLEAN_VALUE -> Optional.of(constant.booleanValue());
            case INT64_VALUE -> Optional.of(constant.int64Value());
            case DOUBLE_VALUE -> Optional.of(constant.doubleValue());
            default -> Optional.empty();
        };
    }

    /** A comparison with what a fact can never be is a slip of the pen. */
    private void checkWord(FactRef ref, Object value, CelExpr where) {
        if (!(value instanceof String word) || !ref.path().isEmpty()) {
            return;
        }
        Set<String> words = ref.fact().words();
        if (!words.isEmpty() && !words.contains(word)) {
            add(
                    "`" + ref.name() + "` is never `" + word + "`",
                    Nearest.to(word, words)
                            .map(near -> "did you mean `" + near + "`?")
                            .orElse(
                                    "use one of "
                                            + String.join(", ", words.stream().sorted().toList())),
                    where);
        }
        Optional<String> magic =
                ref.fact().name().equals(Facts.MODEL_PROVIDER)
                        ? MapForm.magic(word)
                        : Optional.empty();
        magic.ifPresent(instead ->
                add(
                        "`" + word + "` is a word of `when`, not the name of a provider",
                        "write " + instead,
                        where));
    }

    private void add(String message, String fix, CelExpr where) {
        CelSourceLocation place = place(where);
        findings.add(
                PolicyFinding.in(
                        PolicyFinding.Sort.BAD_VALUE,
                        field,
                        message,
                        fix,
                        place.getLine(),
                        place.getColumn() + 1));
    }

    private CelSourceLocation place(CelExpr expr) {
        return Optional.ofNullable(ast.getSource().getPositionsMap().get(expr.id()))
                .flatMap(ast.getSource()::getOffsetLocation)
                .orElse(CelSourceLocation.of(1, 0));
    }

    private Condition program(CelExpr expr) {
        CelAbstractSyntaxTree part =
                CelAbstractSyntaxTree.newCheckedAst(
                        expr, ast.getSource(), ast.getReferenceMap(), ast.getTypeMap());
        CelSourceLocation place = place(expr);
        try {
            return new Condition.Program(
                    new CelProgram(
                            Cel.RUNTIME.createProgram(part),
                            text,
                            place.getLine(),
                            place.getColumn() + 1));
        } catch (CelEvaluationException e) {
            findings.add(
                    PolicyFinding.in(
                            PolicyFinding.Sort.BAD_EXPRESSION,
                            field,
                            String.valueOf(e.getMessage()),
                            "simplify the expression",
                            place.getLine(),
                            place.getColumn() + 1));
            return new Condition.Broken();
        }
    }
}
