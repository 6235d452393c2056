package dev.joch.admission.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.admission.Desk;
import dev.joch.admission.review.Review;
import dev.joch.admission.v1.Admitted;
import dev.joch.resource.v1alpha1.ResourceKey;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Where references lead. */
final class ReferencesTest {

    private static final String SECRET =
            "{apiVersion: joch.dev/v1alpha1, kind: Secret, metadata: {name: key, namespace: %s}, spec: {source: {type: env, name: KEY}}}\n";
    private static final String ADAPTER =
            "{apiVersion: joch.dev/v1alpha1, kind: FrameworkAdapter, metadata: {name: sdk}, spec: {framework: sdk, language: python}}\n";
    private static final String MODEL =
            """
            ---
            apiVersion: joch.dev/v1alpha1
            kind: Model
            metadata: {name: gpt}
            spec: {provider: openai, model: gpt, auth: {secretRef: {name: key%s}}}
            """;

    private final Desk desk = new Desk().stored(ADAPTER);

    private static String agent(String name, String more) {
        return """
        ---
        apiVersion: joch.dev/v1alpha1
        kind: Agent
        metadata: {name: %s, labels: {team: us}}
        spec: {framework: {adapterRef: {name: sdk}}, %s}
        """
                .formatted(name, more);
    }

    private static String route(String name, String primary) {
        return "---\n{apiVersion: joch.dev/v1alpha1, kind: ModelRoute, metadata: {name: %s}, spec: {strategy: {primary: \"%s\"}}}\n"
                .formatted(name, primary);
    }

    private static List<String> references(Admitted admitted) {
        return admitted.getReferencesList().stream().map(ReferencesTest::text).toList();
    }

    private static String text(ResourceKey key) {
        return key.getKind() + "/" + key.getNamespace() + "/" + key.getName();
    }

    private List<String> targets(String yaml) {
        Review review = desk.review(yaml);
        assertThat(review.diagnostics()).isEmpty();
        return references(review.admitted().getFirst());
    }

    @Test
    void aModelMayStandBeforeItsSecretInOneFile() {
        Review review =
                desk.review(MODEL.formatted("") + "---\n" + SECRET.formatted("joch-shared"));
        assertThat(review.diagnostics()).isEmpty();
        assertThat(references(review.admitted().getFirst()))
                .containsExactly("Secret/joch-shared/key");
    }

    @Test
    void aClusterScopedReferrerLooksInTheSharedNamespaceOnly() {
        desk.stored(SECRET.formatted("default"));
        assertThat(desk.findings(MODEL.formatted("")))
                .containsExactly(
                        "0 ERROR REFERENCE_MISSING spec.auth.secretRef.name | Secret key does not exist in"
                                + " joch-shared | apply it before, or in the same request");
        assertThat(targets(MODEL.formatted(", namespace: default")))
                .containsExactly("Secret/default/key");
    }

    @Test
    void theOwnNamespaceComesBeforeTheSharedOne() {
        String agent = agent("a", "tools: [{name: t}]");
        desk.stored(
                "{apiVersion: joch.dev/v1alpha1, kind: Tool, metadata: {name: t, namespace: joch-shared}, spec: {type: function, sideEffects: {level: read_only}}}");
        assertThat(targets(agent)).containsExactly("FrameworkAdapter//sdk", "Tool/joch-shared/t");
        desk.stored(
                "{apiVersion: joch.dev/v1alpha1, kind: Tool, metadata: {name: t}, spec: {type: function, sideEffects: {level: read_only}}}");
        assertThat(targets(agent)).containsExactly("FrameworkAdapter//sdk", "Tool/default/t");
    }

    @Test
    void anExplicitNamespaceIsTheOnlyOne() {
        desk.stored(
                "{apiVersion: joch.dev/v1alpha1, kind: Tool, metadata: {name: t}, spec: {type: function, sideEffects: {level: read_only}}}");
        assertThat(desk.findings(agent("a", "tools: [{name: t, namespace: other}]")))
                .containsExactly(
                        "0 ERROR REFERENCE_MISSING spec.tools[0].name | Tool t does not exist in other | apply it"
                                + " before, or in the same request");
    }

    @Test
    void aNameInAnotherNamespaceOfTheBatchIsPointedOut() {
        assertThat(
                        desk.findings(
                                agent("a", "tools: [{name: t}]")
                                        + "---\n{apiVersion: joch.dev/v1alpha1, kind: Tool, metadata: {name: t, namespace: other}, spec: {type: function, sideEffects: {level: read_only}}}"))
                .containsExactly(
                        "0 ERROR REFERENCE_MISSING spec.tools[0].name | Tool t does not exist in default or"
                                + " joch-shared | there is one in namespace other; apply it before, or in the same"
                                + " request");
    }

    @Test
    void aMistypedNameOfTheBatchIsSuggested() {
        assertThat(
                        desk.findings(
                                agent("a", "tools: [{name: serach}]")
                                        + "---\n{apiVersion: joch.dev/v1alpha1, kind: Tool, metadata: {name: search}, spec: {type: function, sideEffects: {level: read_only}}}"))
                .singleElement()
                .asString()
                .contains("did you mean `search`?");
    }

    @Test
    void modelsAreNamedWithOrWithoutTheirProvider() {
        desk.stored(SECRET.formatted("joch-shared")).stored(MODEL.formatted(""));
        assertThat(targets(route("r", "openai:gpt"))).containsExactly("Model//gpt");
        assertThat(targets(route("r", "gpt"))).containsExactly("Model//gpt");
        assertThat(desk.findings(route("r", "anthropic:gpt")))
                .containsExactly(
                        "0 ERROR MODEL_PROVIDER_MISMATCH spec.strategy.primary | Model gpt is of `openai`, not of"
                                + " `anthropic` | write openai:gpt");
    }

    @Test
    void softReferencesWarnAndAreNotKept() {
        Review review =
                desk.review(agent("a", "handoffs: {allowedAgents: [b]}, policies: [{name: p}]"));
        assertThat(Desk.reasons(review))
                .containsExactlyInAnyOrder(
                        "REFERENCE_UNRESOLVED spec.handoffs.allowedAgents[0]",
                        "REFERENCE_UNRESOLVED spec.policies[0].name");
        assertThat(references(review.admitted().getFirst()))
                .containsExactly("FrameworkAdapter//sdk");
    }

    @Test
    void handoffsInACircleAreFine() {
        assertThat(
                        desk.findings(
                                agent("a", "handoffs: {allowedAgents: [b]}")
                                        + agent("b", "handoffs: {allowedAgents: [a]}")))
                .isEmpty();
    }

    @Test
    void childrenInACircleAreRefusedInsideABatch() {
        assertThat(
                        desk.findings(
                                agent("a", "children: [{name: b}]")
                                        + agent("b", "children: [{name: c}]")
                                        + agent("c", "children: [{name: a}]")))
                .containsExactly(
                        "0 ERROR REFERENCE_CYCLE spec.children[0].name | resources refer to one another in a"
                                + " circle: Agent/default/a -> Agent/default/b -> Agent/default/c -> Agent/default/a"
                                + " | remove one of these references");
    }

    @Test
    void childrenInACircleAreRefusedThroughStoredAgents() {
        desk.stored(agent("b", "children: [{name: c}]"))
                .stored(agent("c", "children: [{name: a}]"));
        int before = desk.shelf.asked();
        assertThat(Desk.reasons(desk.review(agent("a", "children: [{name: b}]"))))
                .containsExactly("REFERENCE_CYCLE spec.children[0].name");
        assertThat(desk.shelf.asked() - before).isEqualTo(2);
    }

    @Test
    void aCircleThatTheBatchBreaksIsNone() {
        desk.stored(agent("a", "children: [{name: b}]"))
                .stored(agent("b", "children: [{name: a}]"));
        assertThat(desk.findings(agent("b", "description: none"))).isEmpty();
    }

    @Test
    void aDiamondIsNoCircle() {
        assertThat(
                        desk.findings(
                                agent("a", "children: [{name: b}, {name: c}]")
                                        + agent("b", "children: [{name: d}]")
                                        + agent("c", "children: [{name: d}]")
                                        + agent("d", "description: leaf")))
                .isEmpty();
    }

    @Test
    void aLongChainOfAgentsEnds() {
        StringBuilder chain = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            chain.append(agent("a" + i, "children: [{name: a" + (i + 1) % 1_000 + "}]"));
        }
        assertThat(Desk.reasons(desk.review(chain.toString()))).hasSize(1);
    }

    private void storeChain(int length) {
        for (int i = 1; i <= length; i++) {
            desk.stored(agent("a" + i, i == length ? "" : "children: [{name: a" + (i + 1) + "}]"));
        }
    }

    @Test
    void aChainOfStoredAgentsIsFollowedToItsEnd() {
        storeChain(33);
        assertThat(desk.findings(agent("a", "children: [{name: a1}]"))).isEmpty();
    }

    @Test
    void aLongerChainOfStoredAgentsIsRefused() {
        storeChain(34);
        assertThat(desk.findings(agent("a", "children: [{name: a1}]")))
                .containsExactly(
                        "0 ERROR REFERENCE_TOO_DEEP spec.children[0].name | more than 33 stored resources follow"
                                + " one another from here | make the chain shorter, so that it can be seen to end");
    }

    @Test
    void aLongCircleIsNamedShortly() {
        StringBuilder chain = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            chain.append(agent("a" + i, "children: [{name: a" + (i + 1) % 20 + "}]"));
        }
        assertThat(desk.findings(chain.toString()))
                .singleElement()
                .asString()
                .contains(
                        "Agent/default/a4 -> (11 more) -> Agent/default/a16 -> Agent/default/a17 -> Agent/default/a18"
                                + " -> Agent/default/a19 -> Agent/default/a0 |");
    }

    @Test
    void storedAgentsThatWereFollowedMustNotChange() {
        desk.stored(agent("b", "children: [{name: c}]")).stored(agent("c", ""));
        assertThat(desk.review(agent("a", "children: [{name: b}]")).preconditions())
                .extracting(one -> text(one.getKey()) + " " + one.getResourceVersion())
                .containsExactly(
                        "Environment//dev ",
                        "Agent/default/b 101",
                        "Agent/default/c 102",
                        "FrameworkAdapter//sdk ");
    }
}
