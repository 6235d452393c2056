package dev.joch.policy.decide;

import com.google.protobuf.Value;

import java.util.Map;

/**
 * What is asked.
 *
 * @param facts by name; those that are absent are not known
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
}
