package dev.joch.scheduler.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.resource.v1alpha1.ExecutionPlacement;
import dev.joch.resource.v1alpha1.ExecutionSpec;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Part;
import dev.joch.resource.v1alpha1.PartFile;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.service.problem.ProblemException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.function.UnaryOperator;

final class DraftRunTest {

    private static Resource execution(UnaryOperator<ExecutionSpec.Builder> change) {
        ExecutionSpec.Builder spec =
                ExecutionSpec.newBuilder().setAgentRef(Ref.newBuilder().setName("triage"));
        return Resource.newBuilder()
                .setKind("Execution")
                .setMetadata(
                        ObjectMeta.newBuilder()
                                .setTenant("acme")
                                .setNamespace("ns")
                                .setName("run")
                                .setUid("u1")
                                .setGeneration(2))
                .setSpec(Any.pack(change.apply(spec).build()))
                .build();
    }

    private static RunCommand.Accept draft(UnaryOperator<ExecutionSpec.Builder> change) {
        return DraftRun.of(execution(change), "");
    }

    @Test
    void whatTheExecutionLeavesOutIsFilledIn() {
        RunCommand.Accept accept = draft(spec -> spec);
        assertThat(accept.trigger()).isEqualTo("manual");
        assertThat(accept.draft().getMaxAttempts()).isEqualTo(1);
        assertThat(accept.draft().getTimeoutMs()).isZero();
        assertThat(accept.draft().getAgent()).isEqualTo("triage");
        assertThat(accept.draft().getGeneration()).isEqualTo(2);
    }

    @Test
    void aRunInJobModeNamesNoPool() {
        ProblemException refused =
                assertThrows(
                        ProblemException.class,
                        () ->
                                draft(spec ->
                                        spec.setPlacement(
                                                ExecutionPlacement.newBuilder()
                                                        .setMode("job")
                                                        .setPool("gpu"))));
        assertThat(refused.problem().message()).contains("execution.spec.placement.pool");
    }

    @ParameterizedTest
    @CsvSource({"500ms, 500", "90s, 90000", "1h30m, 5400000", "2d, 172800000", "1m1s1ms, 61001"})
    void timeouts(String text, long millis) {
        assertThat(draft(spec -> spec.setTimeout(text)).draft().getTimeoutMs()).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"soon", "5", "5x", "s5", "99999999999999999999d", "999999999999d", "5s "})
    void timeoutsThatAreNone(String text) {
        assertThrows(ProblemException.class, () -> draft(spec -> spec.setTimeout(text)));
    }

    @Test
    void onlyStoredExecutionsAreTaken() {
        Resource stored = execution(spec -> spec);
        Resource.Builder noUid = stored.toBuilder();
        noUid.getMetadataBuilder().clearUid();
        assertThrows(ProblemException.class, () -> DraftRun.of(noUid.build(), ""));
        assertThrows(
                ProblemException.class,
                () -> DraftRun.of(stored.toBuilder().setKind("Agent").build(), ""));
        assertThrows(ProblemException.class, () -> draft(spec -> spec.clearAgentRef()));
        assertThrows(
                ProblemException.class,
                () ->
                        draft(spec ->
                                spec.setAgentRef(
                                        Ref.newBuilder().setName("a").setNamespace("other"))));
    }

    @Test
    void theHookSeesTheInputAndGivesItBack() {
        ExecutionInput input =
                ExecutionInput.newBuilder()
                        .addContent(Part.newBuilder().setKind("text").setText("hello"))
                        .addContent(
                                Part.newBuilder()
                                        .setKind("data")
                                        .setData(
                                                Struct.newBuilder()
                                                        .putFields(
                                                                "n",
                                                                Value.newBuilder()
                                                                        .setNumberValue(3)
                                                                        .build())))
                        .addContent(
                                Part.newBuilder()
                                        .setKind("file")
                                        .setFile(
                                                PartFile.newBuilder()
                                                        .setName("a.bin")
                                                        .setMimeType("x/y")
                                                        .setBytes(
                                                                ByteString.copyFrom(
                                                                        new byte[] {1, -1}))))
                        .addContent(
                                Part.newBuilder()
                                        .setKind("image")
                                        .setUri("artifact://exec/x/y")
                                        .setMimeType("image/png"))
                        .build();
        Value payload = TriggerPayload.of("webhook", input);
        assertThat(payload.getStructValue().getFieldsOrThrow("type").getStringValue())
                .isEqualTo("webhook");
        assertThat(TriggerPayload.input(payload)).isEqualTo(input);
        assertThrows(
                IllegalArgumentException.class,
                () -> TriggerPayload.input(Value.getDefaultInstance()));
    }
}
