package dev.joch.catalogue.trigger;

import com.google.common.hash.Hashing;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.AgentTrigger;
import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.resource.v1alpha1.ExecutionSpec;
import dev.joch.resource.v1alpha1.ExecutionStatus;
import dev.joch.resource.v1alpha1.ExecutionTrigger;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Part;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The run that a trigger starts. Its name follows from the agent, the trigger and the cause: a
 * second attempt to start it finds the first one's run.
 */
public final class TriggeredRun {

    /** Label with the name of the trigger. */
    public static final String TRIGGER = "joch.dev/trigger";

    /** Annotation with the time of the schedule. */
    public static final String SCHEDULED_AT = "joch.dev/scheduled-at";

    /** Annotation with the id of the request. */
    public static final String WEBHOOK_ID = "joch.dev/webhook-id";

    /** Runs that start one another by their ends, at most, one after the other. */
    public static final int MOST_DEPTH = 16;

    /** Annotation of an agent; while it says true no run of the agent starts. */
    public static final String SUSPENDED = "joch.dev/suspended";

    private static final int LONGEST_PREFIX = 200;
    private static final int DIGEST_BYTES = 10;

    private TriggeredRun() {}

    /** The run of one time of a schedule. */
    public static Resource at(Resource agent, AgentTrigger trigger, Instant time) {
        return run(
                agent,
                trigger,
                "schedule",
                time.toString(),
                ExecutionTrigger.newBuilder()
                        .setType("schedule")
                        .setSourceRef(Ref.newBuilder().setName(trigger.getName())),
                Optional.empty(),
                ObjectMeta.newBuilder().putAnnotations(SCHEDULED_AT, time.toString()));
    }

    /** The run of one request of a webhook. */
    public static Resource delivered(
            Resource agent, AgentTrigger trigger, String id, ByteString body) {
        return run(
                agent,
                trigger,
                "webhook",
                id,
                ExecutionTrigger.newBuilder()
                        .setType("webhook")
                        .setSourceRef(Ref.newBuilder().setName(trigger.getName())),
                DeliveredBody.part(body),
                ObjectMeta.newBuilder().putAnnotations(WEBHOOK_ID, id));
    }

    /**
     * The run that follows the end of another one; empty when too many have followed one another.
     */
    public static Optional<Resource> after(
            Resource agent, AgentTrigger trigger, Resource ended, ExecutionStatus status) {
        int depth = depth(ended) + 1;
        if (depth > MOST_DEPTH) {
            return Optional.empty();
        }
        Optional<Part> output =
                status.hasOutput()
                        ? Optional.of(
                                Part.newBuilder()
                                        .setKind("data")
                                        .setData(status.getOutput())
                                        .build())
                        : Optional.empty();
        return Optional.of(
                run(
                        agent,
                        trigger,
                        "upstream",
                        ended.getMetadata().getUid(),
                        ExecutionTrigger.newBuilder()
                                .setType("upstream")
                                .setSourceRef(
                                        Ref.newBuilder().setName(ended.getMetadata().getName()))
                                .setDepth(depth),
                        output,
                        ObjectMeta.newBuilder()));
    }

    /** Whether an operator lets no run of the agent start. */
    public static boolean suspended(Resource agent) {
        return agent.getMetadata().getAnnotationsOrDefault(SUSPENDED, "").equals("true");
    }

    private static int depth(Resource execution) {
        try {
            return execution.getSpec().unpack(ExecutionSpec.class).getTrigger().getDepth();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("an Execution has the spec of one", e);
        }
    }

    private static Resource run(
            Resource agent,
            AgentTrigger trigger,
            String type,
            String cause,
            ExecutionTrigger.Builder origin,
            Optional<Part> brought,
            ObjectMeta.Builder metadata) {
        ObjectMeta of = agent.getMetadata();
        ExecutionInput.Builder input = trigger.getInput().toBuilder();
        brought.ifPresent(input::addContent);
        return Kinds.kind("Execution")
                .newResource()
                .setMetadata(
                        metadata.setTenant(of.getTenant())
                                .setNamespace(of.getNamespace())
                                .setName(name(of, trigger, type, cause))
                                .putLabels(TRIGGER, trigger.getName()))
                .setSpec(
                        Any.pack(
                                ExecutionSpec.newBuilder()
                                        .setAgentRef(Ref.newBuilder().setName(of.getName()))
                                        .setTrigger(origin)
                                        .setInput(input)
                                        .build()))
                .build();
    }

    /** An agent that was deleted and made anew is another one. */
    private static String name(ObjectMeta agent, AgentTrigger trigger, String type, String cause) {
        String all = String.join("\n", agent.getUid(), trigger.getName(), type, cause);
        String prefix = agent.getName();
        if (prefix.length() > LONGEST_PREFIX) {
            prefix = prefix.substring(0, LONGEST_PREFIX).replaceFirst("[-.]+$", "");
        }
        return prefix + "-" + digest(all);
    }

    private static String digest(String text) {
        byte[] sha = Hashing.sha256().hashString(text, StandardCharsets.UTF_8).asBytes();
        return HexFormat.of().formatHex(Arrays.copyOf(sha, DIGEST_BYTES));
    }
}
