package dev.joch.admission.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.admission.Desk;
import dev.joch.admission.Yaml;
import dev.joch.admission.review.Review;
import dev.joch.admission.v1.ReviewDocument;
import dev.joch.resource.field.ModelLists;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/** What an environment lets in. */
final class EnvironmentPreflightTest {

    private static final String STORED =
            """
            {apiVersion: joch.dev/v1alpha1, kind: FrameworkAdapter, metadata: {name: sdk}, spec: {framework: sdk, language: python}}
            ---
            {apiVersion: joch.dev/v1alpha1, kind: Model, metadata: {name: gpt}, spec: {provider: openai, model: gpt}}
            ---
            {apiVersion: joch.dev/v1alpha1, kind: Model, metadata: {name: sonnet}, spec: {provider: anthropic, model: s}}
            """;
    private static final String ROUTE =
            "{apiVersion: joch.dev/v1alpha1, kind: ModelRoute, metadata: {name: r%s}, spec: {strategy: {primary: \"anthropic:sonnet\", fallback: [\"openai:gpt\"]}}}\n";

    private static String environment(String models) {
        return "{apiVersion: joch.dev/v1alpha1, kind: Environment, metadata: {name: prod}, spec: {models: {%s}}}\n"
                .formatted(models);
    }

    private static String agent(String more) {
        return """
        apiVersion: joch.dev/v1alpha1
        kind: Agent
        metadata: {name: a, labels: {team: us, env: prod}}
        spec: {framework: {adapterRef: {name: sdk}}, %s}
        """
                .formatted(more);
    }

    private record Case(String models, String allowed, String refusedBy) {}

    @TestFactory
    Stream<DynamicTest> listsDecideOnModels() {
        return Stream.of(
                        new Case("", "openai:gpt", ""),
                        new Case(
                                "denied: [\"openai:*\"]",
                                "openai:gpt",
                                "spec.models.denied[0] (openai:*)"),
                        new Case(
                                "denied: [\"x:y\", \"*:gpt\"]",
                                "openai:gpt",
                                "spec.models.denied[1] (*:gpt)"),
                        new Case("denied: [\"anthropic:*\"]", "openai:gpt", ""),
                        new Case(
                                "allowed: [\"anthropic:*\"]",
                                "openai:gpt",
                                "spec.models.allowed [anthropic:*]"),
                        new Case("allowed: [\"openai:g*t\"]", "openai:gpt", ""),
                        new Case(
                                "allowedProviders: [anthropic]",
                                "openai:gpt",
                                "spec.models.allowedProviders [anthropic]"),
                        new Case("allowedProviders: [openai]", "openai:gpt", ""),
                        new Case(
                                "allowedProviders: [openai], denied: [\"openai:gpt\"]",
                                "openai:gpt",
                                "spec.models.denied[0] (openai:gpt)"),
                        // without its provider: the Model tells it
                        new Case(
                                "denied: [\"openai:*\"]",
                                "gpt",
                                "spec.models.denied[0] (openai:*)"))
                .map(one ->
                        DynamicTest.dynamicTest(
                                one.models() + " and " + one.allowed(), () -> decides(one)));
    }

    private static void decides(Case one) {
        List<String> found =
                new Desk()
                        .stored(STORED)
                        .stored(environment(one.models()))
                        .findings(agent("modelPolicy: {allowed: [\"" + one.allowed() + "\"]}"));
        if (one.refusedBy().isEmpty()) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found)
                    .containsExactly(
                            "0 ERROR PREFLIGHT_DENIED spec.modelPolicy.allowed[0] | `openai:gpt` may not be used in"
                                    + " environment prod | rule Environment/prod "
                                    + one.refusedBy()
                                    + "; choose a model it allows, or ask who keeps the environment");
        }
    }

    @Test
    void aStoredRouteIsLookedInto() {
        Desk desk = new Desk().stored(STORED).stored(environment("denied: [\"openai:*\"]"));
        desk.stored(ROUTE.formatted(""));
        assertThat(desk.findings(agent("modelRoute: {routeRef: {name: r}}")))
                .singleElement()
                .asString()
                .startsWith(
                        "0 ERROR PREFLIGHT_DENIED spec.modelRoute.routeRef.name | ModelRoute r leads to"
                                + " `openai:gpt`, which may not be used in environment prod");
    }

    @Test
    void aRouteOfTheBatchIsLookedInto() {
        Desk desk = new Desk().stored(STORED);
        assertThat(
                        Desk.reasons(
                                desk.review(
                                        agent("modelRoute: {routeRef: {name: r}}")
                                                + "---\n"
                                                + ROUTE.formatted(", labels: {env: prod}")
                                                + "---\n"
                                                + environment("allowedProviders: [openai]"))))
                .containsExactly(
                        "PREFLIGHT_DENIED spec.modelRoute.routeRef.name",
                        "PREFLIGHT_DENIED spec.strategy.primary");
    }

    private static final String ELSEWHERE = agent("").replace("env: prod", "env: dev");
    private static final String DEPLOYMENT =
            "{apiVersion: joch.dev/v1alpha1, kind: Deployment, metadata: {name: d}, spec: {agentRef: {name: a}, environmentRef: {name: prod}}}";
    private static final String EXECUTION =
            "{apiVersion: joch.dev/v1alpha1, kind: Execution, metadata: {name: e}, spec: {agentRef: {name: a}, input: {}%s}}";

    private record Run(String name, String agent, String document, String refusal) {}

    /** The agent is written for dev, and its models are denied in prod only. */
    @TestFactory
    Stream<DynamicTest> whatRunsAnAgentIsJudgedByItsModels() {
        String routed = ELSEWHERE.replace("}, }", "}, modelRoute: {routeRef: {name: r}}}");
        String allowing = ELSEWHERE.replace("}, }", "}, modelPolicy: {allowed: [\"gpt\"]}}");
        String inProd = routed.replace("env: dev", "env: prod");
        return Stream.of(
                        new Run("route", routed, DEPLOYMENT, "ModelRoute r of Agent a leads to"),
                        new Run("models", allowing, DEPLOYMENT, "Agent a leads to"),
                        new Run("elsewhere", routed, EXECUTION.formatted(""), ""),
                        new Run(
                                "label of its agent",
                                inProd,
                                EXECUTION.formatted(""),
                                "ModelRoute r of Agent a leads to"),
                        new Run(
                                "own label",
                                routed,
                                EXECUTION
                                        .formatted("")
                                        .replace("name: e", "name: e, labels: {env: prod}"),
                                "ModelRoute r of Agent a leads to"),
                        new Run(
                                "own route",
                                inProd,
                                EXECUTION.formatted(
                                        ", modelRouteOverride: {routeRef: {name: fine}}"),
                                ""))
                .flatMap(run ->
                        Stream.of(
                                DynamicTest.dynamicTest(
                                        run.name() + ", stored", () -> runs(run, false)),
                                DynamicTest.dynamicTest(
                                        run.name() + ", of the batch", () -> runs(run, true))));
    }

    private static void runs(Run run, boolean batch) {
        Desk desk = new Desk().stored(STORED).stored(environment("denied: [\"openai:*\"]"));
        desk.stored(ROUTE.formatted(""))
                .stored(
                        ROUTE.formatted("")
                                .replace("name: r", "name: fine")
                                .replace(", fallback: [\"openai:gpt\"]", ""));
        String document = run.document();
        if (batch) {
            document = document + "\n---\n" + run.agent();
        } else {
            desk.stored(run.agent());
        }
        List<String> found =
                desk.findings(document).stream().filter(line -> line.startsWith("0 ")).toList();
        if (run.refusal().isEmpty()) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found)
                    .singleElement()
                    .asString()
                    .startsWith(
                            "0 ERROR PREFLIGHT_DENIED spec.agentRef.name | "
                                    + run.refusal()
                                    + " `openai:gpt`, which may not be used in environment prod");
        }
    }

    @Test
    void anAgentWithoutRouteTakesTheDefaultOfItsEnvironment() {
        Desk desk = new Desk().stored(STORED);
        desk.stored(
                "{apiVersion: joch.dev/v1alpha1, kind: Environment, metadata: {name: prod}, spec: {defaults: {modelRouteRef: {name: r}}, models: {denied: [\"openai:*\"]}}}");
        // named without its provider: the Model tells it
        desk.stored(ROUTE.formatted(", namespace: joch-shared").replace("openai:gpt", "gpt"));
        assertThat(desk.findings(agent("")))
                .singleElement()
                .asString()
                .startsWith(
                        "0 ERROR PREFLIGHT_DENIED spec.modelRoute | ModelRoute r, the default of the environment,"
                                + " leads to `openai:gpt`, which may not be used in environment prod");
        desk.stored(ELSEWHERE);
        assertThat(Desk.reasons(desk.review(DEPLOYMENT)))
                .containsExactly("PREFLIGHT_DENIED spec.agentRef.name");
    }

    @Test
    void aRouteOfNoEnvironmentIsJudgedWhereItIsUsed() {
        Desk desk = new Desk().stored(STORED);
        desk.stored(environment("denied: [\"openai:*\"]").replace("name: prod", "name: dev"));
        assertThat(desk.findings(ROUTE.formatted(""))).isEmpty();
        assertThat(Desk.reasons(desk.review(ROUTE.formatted(", labels: {env: dev}"))))
                .containsExactly("PREFLIGHT_DENIED spec.strategy.fallback[0]");
        desk.stored(ROUTE.formatted(""));
        assertThat(
                        Desk.reasons(
                                desk.review(
                                        agent("modelRoute: {routeRef: {name: r}}")
                                                .replace("env: prod", "env: dev"))))
                .containsExactly("PREFLIGHT_DENIED spec.modelRoute.routeRef.name");
    }

    @Test
    void aDeploymentIsMeantForTheEnvironmentItNames() {
        Review review =
                new Desk()
                        .stored(STORED)
                        .stored(environment(""))
                        .stored(agent(""))
                        .review(
                                "{apiVersion: joch.dev/v1alpha1, kind: Deployment, metadata: {name: d, labels: {env: dev}}, spec: {agentRef: {name: a}, environmentRef: {name: prod}}}");
        assertThat(review.diagnostics()).isEmpty();
        assertThat(review.admitted().getFirst().getEnvironment()).isEqualTo("prod");
    }

    @Test
    void policiesOfTheEnvironmentComeBeforeThoseOfTheDocument() {
        String policies =
                "{apiVersion: joch.dev/v1alpha1, kind: Environment, metadata: {name: prod}, spec: {policies: [{name: shared}, {name: gone}]}}";
        Desk desk = new Desk().stored(STORED).stored(policies);
        for (ReviewDocument policy :
                Yaml.brokenDocuments(
                        """
                        {apiVersion: joch.dev/v1alpha1, kind: Policy, metadata: {name: shared, namespace: joch-shared}, spec: {}}
                        ---
                        {apiVersion: joch.dev/v1alpha1, kind: Policy, metadata: {name: own}, spec: {}}
                        """)) {
            desk.shelf.put(policy.getResource());
        }
        int before = desk.shelf.asked();
        Review review = desk.review(agent("policies: [{name: own}]"));
        // what is not there is not evaluated, so it has no place in the order
        assertThat(review.admitted().getFirst().getEffectivePoliciesList())
                .containsExactly("shared@v3", "own@v3", "gone");
        assertThat(desk.shelf.asked() - before).isEqualTo(2);
    }

    @Test
    void policiesOfTheBatchThatSelectAnAgentHaveASay() {
        Review review =
                new Desk()
                        .stored(STORED)
                        .review(
                                agent("policies: []")
                                        + """

                                        ---
                                        {apiVersion: joch.dev/v1alpha1, kind: Policy, metadata: {name: all},
                                         spec: {appliesTo: {agents: {selector: {}}}}}
                                        ---
                                        {apiVersion: joch.dev/v1alpha1, kind: Policy, metadata: {name: others},
                                         spec: {appliesTo: {agents: {selector: {matchLabels: {no: body}}}}}}
                                        """);
        assertThat(review.admitted().getFirst().getEffectivePoliciesList()).containsExactly("all");
    }

    @Test
    void starsStandForAnyText() {
        assertThat(ModelLists.matches("*", "")).isTrue();
        assertThat(ModelLists.matches("openai:*-mini", "openai:gpt-5-mini")).isTrue();
        assertThat(ModelLists.matches("openai:*-mini", "openai:gpt-5")).isFalse();
        assertThat(ModelLists.matches("*".repeat(200) + "b", "a".repeat(253))).isFalse();
    }
}
