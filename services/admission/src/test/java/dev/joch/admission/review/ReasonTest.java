package dev.joch.admission.review;

import static dev.joch.admission.review.Samples.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;

import dev.joch.admission.Desk;
import dev.joch.admission.Yaml;
import dev.joch.admission.v1.ReviewDocument;
import dev.joch.resource.v1alpha1.BudgetSpec;
import dev.joch.resource.v1alpha1.BudgetStatus;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** One bad document for every reason: what it is refused with, where, and what would be right. */
final class ReasonTest {

    private static final String STORED =
            """
            {apiVersion: joch.dev/v1alpha1, kind: Model, metadata: {name: sonnet}, spec: {provider: anthropic, model: sonnet}}
            ---
            {apiVersion: joch.dev/v1alpha1, kind: Environment, metadata: {name: prod}, spec: {models: {denied: ["anthropic:*"]}}}
            """;

    private static final String BUDGET =
            "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b}, spec: {}}";

    @TestFactory
    Stream<DynamicTest> aBadDocumentIsToldWhatIsWrongAndWhatIsRight() {
        return ReasonCases.ALL.stream()
                .map(wanted ->
                        DynamicTest.dynamicTest(
                                wanted.reason() + ": " + wanted.message(), () -> check(wanted)));
    }

    private static void check(ReasonCases.Case wanted) {
        Review review = new Desk().stored(STORED).review(documents(wanted.yaml()));
        assertThat(review.diagnostics())
                .as("%s", Desk.lines(review))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.getReason()).isEqualTo(wanted.reason().name());
                    assertThat(found.getField()).isEqualTo(wanted.field());
                    assertThat(found.getMessage()).isEqualTo(wanted.message());
                    assertThat(found.getFix()).isEqualTo(wanted.fix());
                });
    }

    /**
     * What no text can say, because the decoder refuses it, but another service of the mesh can.
     */
    private static List<ReviewDocument> documents(String yaml) {
        Resource agent = Yaml.documents(agent("a", "")).getLast().getResource();
        Resource given =
                switch (yaml) {
                    case "tenant" ->
                            ofTenant(
                                    "other",
                                    "{apiVersion: joch.dev/v1alpha1, kind: Budget, metadata: {name: b}, spec: {}}");
                    case "kind" -> agent.toBuilder().setKind("Agnet").build();
                    case "spec" -> agent.toBuilder().clearSpec().build();
                    case "group" ->
                            Yaml.resource(BUDGET).toBuilder().setApiVersion("foo/v9").build();
                    case "foreign" ->
                            agent.toBuilder()
                                    .setSpec(Any.pack(BudgetSpec.getDefaultInstance()))
                                    .build();
                    case "broken" -> agent.toBuilder().setSpec(broken(agent.getSpec())).build();
                    case "unknown" -> withUnknownFields();
                    case "status" ->
                            Yaml.resource(BUDGET).toBuilder()
                                    .setStatus(Any.pack(BudgetStatus.getDefaultInstance()))
                                    .build();
                    default -> null;
                };
        return given == null
                ? Yaml.documents(yaml)
                : List.of(ReviewDocument.newBuilder().setResource(given).build());
    }

    private static Any broken(Any spec) {
        return spec.toBuilder().setValue(ByteString.copyFrom(new byte[] {(byte) 0xff})).build();
    }

    private static Resource withUnknownFields() {
        BudgetSpec.Builder spec = BudgetSpec.newBuilder();
        UnknownFieldSet.Builder unknown = UnknownFieldSet.newBuilder();
        for (int number = 900; number < 902; number++) {
            unknown.addField(number, UnknownFieldSet.Field.newBuilder().addVarint(1).build());
        }
        spec.getLimitsBuilder().setUnknownFields(unknown.build());
        return Yaml.resource(BUDGET).toBuilder().setSpec(Any.pack(spec.build())).build();
    }

    private static Resource ofTenant(String tenant, String yaml) {
        Resource.Builder resource = Yaml.resource(yaml).toBuilder();
        resource.getMetadataBuilder().setTenant(tenant);
        return resource.build();
    }

    @Test
    void everyReasonHasItsCase() {
        Set<Reason> missing = EnumSet.allOf(Reason.class);
        ReasonCases.ALL.forEach(found -> missing.remove(found.reason()));
        assertThat(missing)
                .as("these three have tests of their own, of the whole walk")
                .containsExactlyInAnyOrder(
                        Reason.REFERENCE_NOT_IN_BATCH,
                        Reason.REFERENCE_TOO_DEEP,
                        Reason.TOO_MANY_PROBLEMS);
    }

    @Test
    void theReadmeExplainsEveryReason() {
        String readme = Yaml.read(Path.of("README.md"));
        for (Reason reason : Reason.values()) {
            assertThat(readme).contains("| `" + reason + "` |");
        }
    }
}
