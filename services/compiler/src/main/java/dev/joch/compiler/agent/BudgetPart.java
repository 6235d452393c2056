package dev.joch.compiler.agent;

import dev.joch.resource.v1alpha1.BudgetSpec;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.Ref;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Budgets that the environment and the teams put on the agent. A name without a namespace is looked
 * for in the shared one first: a namespace must not be able to put a wider budget in its place.
 */
final class BudgetPart {

    private final Scope scope;
    private final Set<String> names = new LinkedHashSet<>();

    private BudgetPart(Scope scope) {
        this.scope = scope;
    }

    static void add(Scope scope, CompiledAgentManifestSpec.Builder manifest) {
        BudgetPart part = new BudgetPart(scope);
        scope.environmentSpec()
                .ifPresent(environment ->
                        environment
                                .getBudgetRefsList()
                                .forEach(ref ->
                                        part.budget(ref, "Environment " + scope.environment())));
        scope.teams()
                .forEach((name, team) ->
                        team.getBudgetRefsList()
                                .forEach(budget ->
                                        part.budget(
                                                Ref.newBuilder().setName(budget).build(),
                                                "Team " + name)));
        manifest.addAllBudgetRefs(part.names);
    }

    private void budget(Ref ref, String who) {
        scope.reads()
                .look("", "Budget", ref.getNamespace(), ref.getName(), BudgetSpec.class)
                .or(() ->
                        scope.reads()
                                .look(
                                        scope.namespace(),
                                        "Budget",
                                        ref.getNamespace(),
                                        ref.getName(),
                                        BudgetSpec.class))
                .ifPresentOrElse(
                        found -> names.add(found.namespace() + "/" + found.name()),
                        () ->
                                scope.findings()
                                        .warning(
                                                scope.reads().complete()
                                                        ? Reason.BUDGET_UNRESOLVED
                                                        : Reason.REFERENCE_NOT_IN_BATCH,
                                                "spec.budgets",
                                                "Budget "
                                                        + ref.getName()
                                                        + ", which "
                                                        + who
                                                        + " names, is not there",
                                                "apply it, or take it out of " + who));
    }
}
