package dev.joch.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.joch.admission.v1.AdmissionServiceGrpc;
import dev.joch.admission.v1.ReviewDocument;
import dev.joch.admission.v1.ReviewRequest;
import dev.joch.admission.v1.ReviewResponse;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.process.JochProcess;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real module over in-process gRPC. */
final class AdmissionFaceTest {

    private static final String BUDGET =
            "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: %s, labels: {env: prod}}, spec: {}}";
    private static final String ENVIRONMENT =
            "{apiVersion: joch.dev/v1alpha1, kind: Environment, metadata: {name: prod}, spec: {policies: [{name: p}]}}";

    private JochProcess process = start(false);

    private static JochProcess start(boolean engine) {
        return JochProcess.start(
                List.of("admission"),
                List.of(),
                Map.of("joch.admission.policy-engine.enabled", engine));
    }

    private void withEngine() {
        process.close();
        process = start(true);
    }

    @AfterEach
    void stop() {
        process.close();
    }

    private ReviewResponse review(List<ReviewDocument> documents) {
        return AdmissionServiceGrpc.newBlockingStub(
                        process.bean(MeshChannels.class).to("admission"))
                .review(
                        ReviewRequest.newBuilder()
                                .setTenant("acme")
                                .addAllDocuments(documents)
                                .build());
    }

    private ReviewResponse review(String yaml) {
        return review(Yaml.documents(yaml));
    }

    private Status.Code refused(Runnable call) {
        return assertThrows(StatusRuntimeException.class, call::run).getStatus().getCode();
    }

    private static List<ReviewDocument> budgets(int count) {
        Resource one = Yaml.resource(BUDGET.formatted("b"));
        List<ReviewDocument> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Resource.Builder resource = one.toBuilder();
            resource.getMetadataBuilder().setName("b-" + i);
            documents.add(ReviewDocument.newBuilder().setDocument(i).setResource(resource).build());
        }
        return documents;
    }

    @Test
    void aReviewAsksTheStoreTwiceAtMost() {
        FakeStore store = process.bean(FakeStore.class);
        store.put(ENVIRONMENT);
        ReviewResponse response = review(BUDGET.formatted("b"));
        assertThat(response.getDiagnosticsList()).isEmpty();
        assertThat(response.getAdmitted(0).getEffectivePoliciesList()).containsExactly("p");
        assertThat(response.getPreconditionsList()).hasSize(1);
        assertThat(store.asked()).isEqualTo(2);
        review(BUDGET.formatted("b").replace("prod", "dev"));
        assertThat(store.asked()).isEqualTo(1);
    }

    @Test
    void withoutItsStoreNothingIsAdmitted() {
        process.bean(FakeStore.class).goAway(true);
        StatusRuntimeException refused =
                assertThrows(StatusRuntimeException.class, () -> review(BUDGET.formatted("b")));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refused.getStatus().getDescription())
                .isEqualTo("the resource store does not answer; try again shortly");
    }

    @Test
    void whatIsBeingDeletedIsNotThereAnyMore() {
        Resource.Builder going = new Shelf().put(ENVIRONMENT).all().getFirst().toBuilder();
        going.getMetadataBuilder().getDeletedAtBuilder().setSeconds(1);
        process.bean(FakeStore.class).put(going.build());
        assertThat(review(BUDGET.formatted("b")).getPreconditions(0).getExpectation().name())
                .isEqualTo("EXPECTATION_ABSENT");
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "UNIMPLEMENTED", "INTERNAL"})
    void withoutAnAnswerOfTheEngineNothingIsAdmitted(Status.Code code) {
        withEngine();
        process.bean(FakeEngine.class).fail(code);
        assertThat(refused(() -> review(BUDGET.formatted("b")))).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void whatTheEngineDeniesIsPassedOn() {
        withEngine();
        ReviewResponse response =
                review(BUDGET.formatted("b") + "\n---\n" + BUDGET.formatted("forbidden"));
        assertThat(response.getDiagnosticsList())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.getDocument()).isEqualTo(1);
                    assertThat(found.getReason()).isEqualTo("PREFLIGHT_DENIED");
                    // the fake names no severity, and that is no permission
                    assertThat(found.getSeverity().name()).isEqualTo("SEVERITY_ERROR");
                    assertThat(found.getMessage()).isEqualTo("policy guard, rule names, says no");
                });
        assertThat(response.getAdmitted(0).getEffectivePoliciesList()).containsExactly("guard@v7");
    }

    @Test
    void theEngineIsToldWhatADocumentLeadsTo() {
        withEngine();
        FakeStore store = process.bean(FakeStore.class);
        new Shelf()
                .put(
                        """
                        {apiVersion: joch.dev/v1alpha1, kind: FrameworkAdapter, metadata: {name: sdk}, spec: {framework: sdk, language: python}}
                        ---
                        {apiVersion: joch.dev/v1alpha1, kind: Model, metadata: {name: gpt}, spec: {provider: openai, model: gpt}}
                        ---
                        {apiVersion: joch.dev/v1alpha1, kind: ModelRoute, metadata: {name: r, namespace: joch-shared}, spec: {strategy: {primary: "openai:gpt"}}}
                        ---
                        {apiVersion: joch.dev/v1alpha1, kind: Environment, metadata: {name: prod}, spec: {defaults: {modelRouteRef: {name: r}}}}
                        """)
                .all()
                .forEach(store::put);
        review(
                "{apiVersion: joch.dev/v1alpha1, kind: Agent, metadata: {name: a, labels: {team: us, env: prod}}, spec: {framework: {adapterRef: {name: sdk}}}}");
        var document = process.bean(FakeEngine.class).last().getDocuments(0);
        assertThat(document.getEnvironmentResource().getMetadata().getName()).isEqualTo("prod");
        assertThat(document.getTargetsList())
                .singleElement()
                .satisfies(target -> {
                    assertThat(target.getField()).isEqualTo("spec.modelRoute");
                    assertThat(target.getWay()).startsWith("ModelRoute r, the default");
                    assertThat(target.getResource().getMetadata().getName()).isEqualTo("gpt");
                });
    }

    @Test
    void aThousandDocumentsAreReviewedFast() {
        review(budgets(10));
        long start = System.nanoTime();
        ReviewResponse response = review(budgets(1_000));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(response.getDiagnosticsList()).isEmpty();
        assertThat(response.getAdmittedCount()).isEqualTo(1_000);
    }

    @Test
    void oneMoreIsRefused() {
        assertThat(refused(() -> review(budgets(1_001)))).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aReviewIsForOneTenant() {
        assertThat(
                        refused(() ->
                                AdmissionServiceGrpc.newBlockingStub(
                                                process.bean(MeshChannels.class).to("admission"))
                                        .review(ReviewRequest.getDefaultInstance())))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
}
