package dev.joch.policy.decide;

import com.google.protobuf.Value;

import dev.joch.policy.fact.Facts;

import java.util.Map;

/**
 * What is asked.
 *
 * @param facts by name; those that are absent are not known, unknown names are of no effect. {@code
 *     hook.method} says where it is asked. {@code data.contains} follows from the payload, and at a
 *     tool call {@code tool.args} does, too.
 * @param payload what would be sent on; the null value when there is none
 */
public record Question(Map<String, Value> facts, Value payload) {

    public Question {
        facts = Map.copyOf(facts);
    }

    public boolean hasPayload() {
        return payload.getKindCase() != Value.KindCase.KIND_NOT_SET
                && payload.getKindCase() != Value.KindCase.NULL_VALUE;
    }

    /** Empty where nothing runs yet. */
    public String hook() {
        Value hook = facts.get(Facts.HOOK_METHOD);
        return hook == null ? "" : hook.getStringValue();
    }
}
