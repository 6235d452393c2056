package dev.joch.admission.review;

import static dev.joch.admission.review.Samples.adapter;
import static dev.joch.admission.review.Samples.agent;
import static dev.joch.admission.review.Samples.numbered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.admission.AdmissionConfig;
import dev.joch.admission.Desk;
import dev.joch.admission.Yaml;
import dev.joch.admission.rules.Resolution;
import dev.joch.admission.v1.Admitted;
import dev.joch.admission.v1.ReviewDocument;
import dev.joch.resource.field.Reference;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resource.v1alpha1.TraceSpec;
import dev.joch.resourcestore.v1.Precondition;
import dev.joch.resourcestore.v1.Precondition.Expectation;
import dev.joch.service.problem.ProblemException;

import io.grpc.Context;
import io.grpc.Deadline;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The walk as a whole. */
final class ReviewBatchTest {

    private static final String PROD =
            "{apiVersion: joch.dev/v1alpha1, kind: Environment, metadata: {name: prod}, spec: {}}\n";
    private static final String BAD =
            agent("A", "budgets: {tokenLimitPerRun: -1}, tools: [{name: t}]")
                            .replace(
                                    "  budgets: {tokenLimitPerRun: -1}, tools",
                                    "  budgets: {tokenLimitPerRun: -1}\n  tools")
                    + """
                    ---
                    {apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b, namespace: joch-x}, spec: {enforcement: {onHardLimit: deyn}}}
                    ---
                    {apiVersion: joch.dev/v1alpha1, kind: Agent, metadata: {name: c}, spec: {}}
                    """;

    @Test
    void allProblemsOfABatchComeAtOnceEachWithItsDocument() {
        assertThat(new Desk().review(BAD).diagnostics())
                .extracting(found ->
                        found.getDocument() + " " + found.getReason() + " " + found.getField())
                .containsExactlyInAnyOrder(
                        "1 INVALID_NAME metadata.name",
                        "1 INVALID_VALUE spec.budgets.tokenLimitPerRun",
                        "1 REFERENCE_MISSING spec.tools[0].name",
                        "2 RESERVED_NAME metadata.namespace",
                        "2 NOT_ALLOWED spec.enforcement.onHardLimit",
                        "3 REQUIRED spec.framework",
                        "3 OWNER_MISSING metadata.labels");
    }

    @Test
    void ownersAreAskedForOnlyWhereTheInstallationWantsThem() {
        String agent = agent("a", "").replace("labels: {owner: me}", "labels: {}");
        assertThat(new Desk(new AdmissionConfig(false, "dev", false)).findings(agent)).isEmpty();
        assertThat(new Desk().findings(agent("a", "").replace("owner: me", "team: us"))).isEmpty();
    }

    @Test
    void defaultsAreFilledInAndTheGroupIsWrittenOut() throws InvalidProtocolBufferException {
        Admitted admitted = new Desk().review(agent("a", "")).admitted().getLast();
        AgentSpec spec = admitted.getResource().getSpec().unpack(AgentSpec.class);
        assertThat(spec.getObservability().getTracing()).isEqualTo("enabled");
        assertThat(admitted.getResource().getMetadata().getNamespace()).isEqualTo("default");
        assertThat(admitted.getResource().getMetadata().getTenant()).isEqualTo("acme");
        assertThat(admitted.getEnvironment()).isEqualTo("dev");
    }

    @Test
    void tracesOfProductionKeepWhatMattersUnlessSomebodyChose()
            throws InvalidProtocolBufferException {
        assertThat(sampling("", "")).isEqualTo("full");
        assertThat(sampling(", labels: {env: staging}", "")).isEqualTo("full");
        assertThat(sampling(", labels: {env: prod}", "")).isEqualTo("tail");
        assertThat(sampling(", labels: {env: prod}", ", sampling: {mode: full}")).isEqualTo("full");
    }

    private static String sampling(String metadata, String spec)
            throws InvalidProtocolBufferException {
        Review review =
                new Desk()
                        .review(
                                "{apiVersion: joch.dev/v1alpha1, kind: Trace, metadata: {name: t%s}, spec: {executionRef: {name: e}%s}}"
                                        .formatted(metadata, spec));
        return review.admitted()
                .getFirst()
                .getResource()
                .getSpec()
                .unpack(TraceSpec.class)
                .getSampling()
                .getMode();
    }

    @Test
    void theVerdictSaysWhatItReliedOn() {
        Desk desk = new Desk().stored(PROD).stored(agent("a", ""));
        List<Precondition> relied =
                desk.review(
                                "{apiVersion: joch.dev/v1alpha1, kind: Deployment, metadata: {name: d}, spec: {agentRef: {name: a}, environmentRef: {name: prod}}}\n---\n"
                                        + "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b}, spec: {}}")
                        .preconditions();
        assertThat(relied)
                .extracting(one ->
                        Draft.label(one.getKey())
                                + " "
                                + one.getExpectation()
                                + " "
                                + one.getUid()
                                + " "
                                + one.getResourceVersion())
                .containsExactly(
                        "Environment/prod EXPECTATION_EXISTS uid-0 100",
                        "Environment/dev EXPECTATION_ABSENT  ",
                        "Agent/default/a EXPECTATION_EXISTS uid-2 ");
    }

    @Test
    void whatIsOfTheBatchNeedsNoPrecondition() {
        assertThat(
                        new Desk()
                                .review(
                                        PROD
                                                + "---\n"
                                                + agent("a", "")
                                                        .replace(
                                                                "owner: me",
                                                                "owner: me, env: prod"))
                                .preconditions())
                .extracting(Precondition::getExpectation)
                // the adapter and the environment itself are of no labelled environment: dev
                .containsExactly(Expectation.EXPECTATION_ABSENT);
    }

    @Test
    void whatTheDecoderSaidIsNotSaidAgain() {
        List<ReviewDocument> holes =
                Yaml.brokenDocuments(
                        "{apiVersion: joch.dev/v1alpha1, kind: Agnet, metadata: {}, spec: {x: 1}}");
        assertThat(holes).allMatch(ReviewDocument::getIncomplete);
        assertThat(new Desk().review(holes).diagnostics()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> theExamplesOfTheContractPassWhenWhatTheyReferToIsThere() {
        return Yaml.examples().stream()
                // written by Joch itself; and the portable form of a conversation, which is
                // imported, not applied
                .filter(file -> !file.endsWith("compiled_agent_manifest.yaml"))
                .filter(file -> !file.endsWith("seeds/conversation.yaml"))
                .map(file -> DynamicTest.dynamicTest(file.toString(), () -> passes(file)));
    }

    private static void passes(Path file) {
        List<ReviewDocument> documents = Yaml.documents(Yaml.read(file));
        Review offline = ReviewBatch.offline().review("acme", "default", documents);
        assertThat(Desk.lines(offline))
                .allMatch(line -> line.contains(" WARNING REFERENCE_NOT_IN_BATCH "));
        Desk desk = new Desk();
        for (ReviewDocument document : documents) {
            Draft draft = Draft.of(document, "acme", "default", "dev");
            for (Reference reference : draft.references()) {
                desk.shelf.put(bare(Resolution.candidates(draft, reference).getFirst()));
            }
        }
        assertThat(Desk.lines(desk.review(documents))).isEmpty();
    }

    private static Resource bare(ResourceKey key) {
        Resource.Builder resource = Resource.newBuilder().setKind(key.getKind());
        resource.getMetadataBuilder()
                .setTenant(key.getTenant())
                .setNamespace(key.getNamespace())
                .setName(key.getName());
        return resource.build();
    }

    @Test
    void theSameBatchGetsTheSameVerdictAndDefaultsAreFilledInOnce() {
        List<ReviewDocument> pool = new ArrayList<>();
        for (Path file : Yaml.examples()) {
            pool.addAll(Yaml.brokenDocuments(Yaml.read(file)));
        }
        pool.addAll(Yaml.documents(BAD));
        Random random = new Random(20260510);
        for (int round = 0; round < 60; round++) {
            List<ReviewDocument> batch = new ArrayList<>();
            for (int i = random.nextInt(1, 12); i > 0; i--) {
                batch.add(
                        pool.get(random.nextInt(pool.size())).toBuilder()
                                .setDocument(batch.size())
                                .build());
            }
            Review first = new Desk().stored(PROD).review(batch);
            assertThat(new Desk().stored(PROD).review(batch)).isEqualTo(first);
            List<ReviewDocument> again = new ArrayList<>();
            for (Admitted admitted : first.admitted()) {
                again.add(
                        batch.get(again.size()).toBuilder()
                                .setResource(admitted.getResource())
                                .build());
            }
            assertThat(new Desk().stored(PROD).review(again)).isEqualTo(first);
        }
    }

    @Test
    void withoutAServerMissingReferencesAreOnlyDoubtful() {
        Review review =
                ReviewBatch.offline()
                        .review(
                                "acme",
                                "",
                                Yaml.documents(agent("a", "modelRoute: {routeRef: {name: r}}")));
        assertThat(Desk.lines(review))
                .containsExactly(
                        "1 WARNING REFERENCE_NOT_IN_BATCH spec.modelRoute.routeRef.name | ModelRoute r is not"
                                + " among these documents, and without a server nobody knows whether it exists |"
                                + " joch validate --server asks the server");
        assertThat(review.preconditions()).isEmpty();
    }

    @Test
    void beyondTheLimitProblemsAreOnlyCounted() {
        String agents =
                Stream.iterate(0, i -> i + 1)
                        .limit(3)
                        .map(i ->
                                "---\n"
                                        + agent(
                                                        "a" + i,
                                                        "tools: ["
                                                                + numbered(500, "{name: t%d}")
                                                                + "]")
                                                .split("---\n", 2)[1])
                        .reduce(adapter(), String::concat);
        Review review = new Desk().review(agents);
        assertThat(review.diagnostics()).hasSize(Findings.MOST + 1);
        assertThat(review.diagnostics().getLast().getReason()).isEqualTo("TOO_MANY_PROBLEMS");
        assertThat(review.diagnostics().getLast().getMessage())
                .isEqualTo("there are 500 more problems");
    }

    @Test
    void anEnvironmentThatSomebodyHasDescribedIsKnown() {
        String budget =
                "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b, labels: {env: %s}}, spec: {}}\n";
        String eu = PROD.replace("prod", "eu");
        AdmissionConfig home = new AdmissionConfig(true, "home", false);
        assertThat(new Desk().stored(eu).findings(budget.formatted("eu"))).isEmpty();
        assertThat(new Desk().findings(budget.formatted("eu") + "---\n" + eu)).isEmpty();
        assertThat(new Desk(home).findings(budget.formatted("home"))).isEmpty();
        assertThat(new Desk().findings(budget.formatted("staging"))).isEmpty();
        assertThat(
                        ReviewBatch.offline()
                                .review("acme", "", Yaml.documents(budget.formatted("eu")))
                                .diagnostics())
                .isEmpty();
        assertThat(Desk.reasons(new Desk().review(budget.formatted("eu"))))
                .containsExactly("ENVIRONMENT_UNKNOWN metadata.labels.env");
    }

    @Test
    void aReviewThatNobodyWaitsForStops() {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try (Context.CancellableContext late =
                Context.current().withDeadline(Deadline.after(-1, TimeUnit.SECONDS), clock)) {
            assertThatThrownBy(() -> late.call(() -> new Desk().review(BAD)))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("the review took longer than the caller waits");
        } finally {
            clock.shutdownNow();
        }
    }
}
