package dev.joch.resourcestore.rules;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.RememberedAnswer.RequestName;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One request: all of its steps or none.
 *
 * @param requestId empty when the caller does not mean to repeat it
 * @param digest of the request's content; empty without a request id
 * @param traceparent where in which trace it was asked for (W3C); empty outside of every trace
 */
public record WriteCommand(
        String tenant,
        List<Step> steps,
        List<Expectation> expectations,
        String requestId,
        ByteString digest,
        boolean validateOnly,
        String traceparent) {

    public WriteCommand {
        steps = List.copyOf(steps);
        expectations = List.copyOf(expectations);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a command without steps");
        }
    }

    /** What is to be done to one resource. An empty uid or version expects nothing. */
    public sealed interface Step {
        Key key();

        record Put(Key key, Resource resource, Mode mode, List<Key> references) implements Step {
            public Put {
                references = references.stream().distinct().sorted().toList();
            }
        }

        record PutStatus(Key key, @Nullable Any status, String resourceVersion, String uid)
                implements Step {}

        record Delete(Key key, String resourceVersion, String uid, Propagation propagation)
                implements Step {}
    }

    public enum Mode {
        CREATE_OR_UPDATE,
        CREATE,
        UPDATE
    }

    /** What becomes of those who refer to a deleted resource. */
    public enum Propagation {
        REFUSE,
        CASCADE,
        ORPHAN
    }

    /** What the caller relied on. */
    public sealed interface Expectation {
        Key key();

        /** There and not being deleted; an empty uid or version may be any. */
        record Exists(Key key, String uid, String resourceVersion) implements Expectation {}

        record Absent(Key key) implements Expectation {}
    }

    public boolean repeatable() {
        return !requestId.isEmpty();
    }

    public RequestName requestName() {
        return new RequestName(tenant, requestId);
    }

    /** All keys that the command names, for a backend to load in one go. */
    public Set<Key> keys() {
        Set<Key> keys = new LinkedHashSet<>();
        steps.forEach(step -> keys.add(step.key()));
        expectations.forEach(expectation -> keys.add(expectation.key()));
        return keys;
    }
}
