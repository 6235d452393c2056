package dev.joch.controllermanager.status;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

import dev.joch.resource.v1alpha1.Condition;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A status in the making. It begins with what is there: fields of other writers stay, and a
 * condition that says the same keeps its time.
 */
public final class StatusDraft {

    private static final int LONGEST_MESSAGE = 1024;

    private final Message.Builder status;
    private final long generation;
    private final Instant now;

    public StatusDraft(Message current, long generation, Instant now) {
        this.status = current.toBuilder();
        this.generation = generation;
        this.now = now;
    }

    /** The builder of the kind's own fields. */
    public <B extends Message.Builder> B fields(Class<B> type) {
        return type.cast(status);
    }

    public String phase() {
        return String.valueOf(status.getField(field("phase")));
    }

    public StatusDraft phase(String phase) {
        status.setField(field("phase"), phase);
        return this;
    }

    public StatusDraft yes(String type, String reason, String message) {
        return condition(type, "True", reason, message);
    }

    public StatusDraft no(String type, String reason, String message) {
        return condition(type, "False", reason, message);
    }

    public StatusDraft unknown(String type, String reason, String message) {
        return condition(type, "Unknown", reason, message);
    }

    public StatusDraft is(String type, boolean holds, String reason, String message) {
        return holds ? yes(type, reason, message) : no(type, reason, message);
    }

    /**
     * The summary that tools wait for: not ready here means that somebody has to change something,
     * since what passes by itself is tried again.
     */
    public StatusDraft ready(boolean ready, String reason, String message) {
        is("Ready", ready, reason, message);
        no("Reconciling", "Observed", "");
        return is("Stalled", !ready, ready ? "Observed" : reason, ready ? "" : message);
    }

    /** Ready as soon as everything that it names is there. */
    public StatusDraft declared(boolean resolved) {
        return ready(
                resolved,
                resolved ? "Declared" : "ReferenceMissing",
                resolved ? "" : "see ReferencesResolved");
    }

    /** Not ready yet, and nobody has to change anything: somebody is at work. */
    public StatusDraft underWay(String reason, String message) {
        no("Ready", reason, message);
        yes("Reconciling", reason, message);
        return no("Stalled", "Observed", "");
    }

    /** For records of what happens: they are not used, so they are never ready. */
    public StatusDraft synced(boolean resolved) {
        return is(
                "Synced",
                resolved,
                resolved ? "Observed" : "ReferenceMissing",
                resolved ? "" : "see ReferencesResolved");
    }

    private StatusDraft condition(String type, String holds, String reason, String message) {
        List<Condition> all = new ArrayList<>(conditions());
        String text =
                message.length() <= LONGEST_MESSAGE
                        ? message
                        : message.substring(0, LONGEST_MESSAGE);
        Condition.Builder next =
                Condition.newBuilder()
                        .setType(type)
                        .setStatus(holds)
                        .setReason(reason)
                        .setMessage(text)
                        .setObservedGeneration(generation)
                        .setLastTransitionTime(Retention.timestamp(now));
        for (int i = 0; i < all.size(); i++) {
            Condition before = all.get(i);
            if (before.getType().equals(type)) {
                if (before.getStatus().equals(holds) && before.hasLastTransitionTime()) {
                    next.setLastTransitionTime(before.getLastTransitionTime());
                }
                all.set(i, next.build());
                return keep(all);
            }
        }
        all.add(next.build());
        return keep(all);
    }

    private StatusDraft keep(List<Condition> all) {
        status.setField(field("conditions"), all);
        return this;
    }

    private List<Condition> conditions() {
        List<Condition> all = new ArrayList<>();
        for (Object each : (List<?>) status.getField(field("conditions"))) {
            all.add((Condition) each);
        }
        return all;
    }

    /** Reason of a condition; empty when there is none of that type. */
    public String reason(String type) {
        return conditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .map(Condition::getReason)
                .findFirst()
                .orElse("");
    }

    /** The status, as of this generation. */
    public Message build() {
        status.setField(field("observed_generation"), generation);
        return status.build();
    }

    private FieldDescriptor field(String name) {
        return status.getDescriptorForType().findFieldByName(name);
    }
}
