package dev.joch.catalogue.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.AgentTrigger;
import dev.joch.resource.v1alpha1.ExecutionSpec;
import dev.joch.resource.v1alpha1.ExecutionStatus;
import dev.joch.resource.v1alpha1.ExecutionTrigger;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Part;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Runs of triggers: named by their cause, given what their trigger brings. */
final class TriggeredRunTest {

    private static final Instant TIME = Instant.parse("2026-05-10T03:00:00Z");
    private static final AgentTrigger NIGHTLY = trigger("nightly");

    private static AgentTrigger trigger(String name) {
        AgentTrigger.Builder trigger = AgentTrigger.newBuilder().setName(name);
        trigger.getInputBuilder()
                .addContent(Part.newBuilder().setKind("text").setText("look at this"));
        return trigger.build();
    }

    private static Resource agent(String uid) {
        return Kinds.kind("Agent")
                .newResource()
                .setMetadata(
                        ObjectMeta.newBuilder()
                                .setTenant("acme")
                                .setNamespace("payments")
                                .setName("triage")
                                .setUid(uid))
                .build();
    }

    private static Resource ended(int depth) {
        return Kinds.kind("Execution")
                .newResource()
                .setMetadata(ObjectMeta.newBuilder().setName("first").setUid("u-first"))
                .setSpec(
                        Any.pack(
                                ExecutionSpec.newBuilder()
                                        .setTrigger(ExecutionTrigger.newBuilder().setDepth(depth))
                                        .build()))
                .build();
    }

    private static ExecutionSpec spec(Resource run) {
        try {
            return run.getSpec().unpack(ExecutionSpec.class);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Part delivered(String body) {
        return spec(TriggeredRun.delivered(
                        agent("u"), NIGHTLY, "msg_1", ByteString.copyFromUtf8(body)))
                .getInput()
                .getContent(1);
    }

    private static String name(Resource run) {
        return run.getMetadata().getName();
    }

    @Test
    void theSameCauseHasTheSameName() {
        Resource run = TriggeredRun.at(agent("u"), NIGHTLY, TIME);
        assertThat(name(run)).matches("triage-[0-9a-f]{20}");
        assertThat(TriggeredRun.at(agent("u"), NIGHTLY, TIME)).isEqualTo(run);
        assertThat(name(TriggeredRun.at(agent("u"), NIGHTLY, TIME.plusSeconds(60))))
                .isNotEqualTo(name(run));
        assertThat(name(TriggeredRun.at(agent("u"), trigger("other"), TIME)))
                .isNotEqualTo(name(run));
        assertThat(name(TriggeredRun.at(agent("made-anew"), NIGHTLY, TIME)))
                .isNotEqualTo(name(run));
    }

    @Test
    void aRunSaysWhatStartedIt() {
        Resource run = TriggeredRun.at(agent("u"), NIGHTLY, TIME);
        assertThat(run.getMetadata().getTenant()).isEqualTo("acme");
        assertThat(run.getMetadata().getNamespace()).isEqualTo("payments");
        assertThat(run.getMetadata().getLabelsMap()).containsEntry("joch.dev/trigger", "nightly");
        assertThat(run.getMetadata().getAnnotationsMap())
                .containsEntry("joch.dev/scheduled-at", "2026-05-10T03:00:00Z");
        ExecutionSpec spec = spec(run);
        assertThat(spec.getAgentRef().getName()).isEqualTo("triage");
        assertThat(spec.getTrigger().getType()).isEqualTo("schedule");
        assertThat(spec.getTrigger().getSourceRef().getName()).isEqualTo("nightly");
        assertThat(spec.getInput().getContent(0).getText()).isEqualTo("look at this");
    }

    @Test
    void anObjectIsDataAndEverythingElseStaysWhatItIs() {
        Part data = delivered("{\"order\": {\"id\": 7, \"lines\": [1.5, null, true, \"x\"]}}");
        assertThat(data.getKind()).isEqualTo("data");
        assertThat(
                        data.getData()
                                .getFieldsOrThrow("order")
                                .getStructValue()
                                .getFieldsOrThrow("id")
                                .getNumberValue())
                .isEqualTo(7);
        for (String text : new String[] {"plain", "[1]", "{\"a\": 1, \"a\": 2}", "{\"a\": 1} x"}) {
            assertThat(delivered(text).getText()).isEqualTo(text);
        }
        // a number that would lose digits
        assertThat(delivered("{\"id\": 9007199254740993}").getKind()).isEqualTo("text");
        // and one that would be none any more, so that nobody could print the run
        assertThat(delivered("{\"id\": 1e999}").getKind()).isEqualTo("text");
        Resource bytes =
                TriggeredRun.delivered(
                        agent("u"),
                        NIGHTLY,
                        "m",
                        ByteString.copyFrom("\u00ff".getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(spec(bytes).getInput().getContent(1).getKind()).isEqualTo("file");
        assertThat(
                        spec(TriggeredRun.delivered(agent("u"), NIGHTLY, "m", ByteString.EMPTY))
                                .getInput()
                                .getContentCount())
                .isEqualTo(1);
    }

    @Test
    void aFollowerIsGivenTheOutputOfTheRunBefore() {
        ExecutionStatus status =
                ExecutionStatus.newBuilder()
                        .setOutput(
                                Struct.newBuilder()
                                        .putFields(
                                                "sum",
                                                Value.newBuilder().setNumberValue(3).build()))
                        .build();
        ExecutionSpec spec =
                spec(TriggeredRun.after(agent("u"), NIGHTLY, ended(0), status).orElseThrow());
        assertThat(spec.getTrigger().getType()).isEqualTo("upstream");
        assertThat(spec.getTrigger().getSourceRef().getName()).isEqualTo("first");
        assertThat(spec.getTrigger().getDepth()).isEqualTo(1);
        assertThat(spec.getInput().getContent(1).getData()).isEqualTo(status.getOutput());
    }

    @Test
    void runsThatFollowOneAnotherComeToAnEnd() {
        ExecutionStatus nothing = ExecutionStatus.getDefaultInstance();
        assertThat(TriggeredRun.after(agent("u"), NIGHTLY, ended(15), nothing)).isPresent();
        assertThat(TriggeredRun.after(agent("u"), NIGHTLY, ended(16), nothing)).isEmpty();
    }
}
