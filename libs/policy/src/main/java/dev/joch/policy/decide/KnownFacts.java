package dev.joch.policy.decide;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Value;

import dev.joch.policy.fact.Fact;
import dev.joch.policy.fact.Facts;
import dev.joch.policy.redact.Redaction;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Facts of one question in the types of CEL. A fact of another type than it should have is not
 * known. What the payload contains is looked at only when a rule asks.
 */
final class KnownFacts {

    private static final long CONTAINS = Facts.named(Facts.DATA_CONTAINS).map(Fact::bit).orElse(0L);

    private final Map<String, Object> values = new HashMap<>();
    private final Question question;
    private long known;

    KnownFacts(Question question) {
        this.question = question;
        question.facts()
                .forEach((name, value) ->
                        Facts.named(name)
                                .ifPresent(fact -> {
                                    Object typed = typed(fact.type(), value);
                                    if (typed != null) {
                                        values.put(name, typed);
                                        known |= fact.bit();
                                    }
                                }));
        if (question.hasPayload()) {
            known |= CONTAINS;
        }
    }

    boolean cover(long needs) {
        return (needs & ~known) == 0;
    }

    /** The text of a fact, for finding rules. */
    @Nullable String text(String fact) {
        return values.get(fact) instanceof String text ? text : null;
    }

    Map<String, Object> values(long needs) {
        if ((needs & CONTAINS) != 0 && !values.containsKey(Facts.DATA_CONTAINS)) {
            values.put(Facts.DATA_CONTAINS, List.copyOf(Redaction.sorts(question.payload())));
        }
        return values;
    }

    private static @Nullable Object typed(Fact.Type type, Value value) {
        return switch (type) {
            case TEXT -> value.hasStringValue() ? value.getStringValue() : null;
            case NUMBER -> value.hasNumberValue() ? (Object) value.getNumberValue() : null;
            case TRUTH -> value.hasBoolValue() ? (Object) value.getBoolValue() : null;
            case WORDS -> value.hasListValue() ? words(value.getListValue()) : null;
            case LABELS -> labels(value);
            case TREE -> value.hasStructValue() ? plain(value).orElse(null) : null;
        };
    }

    private static List<String> words(ListValue list) {
        List<String> words = new ArrayList<>();
        list.getValuesList().forEach(value -> words.add(value.getStringValue()));
        return words;
    }

    private static @Nullable Object labels(Value value) {
        if (!value.hasStructValue()) {
            return null;
        }
        Map<String, String> labels = new HashMap<>();
        value.getStructValue()
                .getFieldsMap()
                .forEach((name, label) -> labels.put(name, label.getStringValue()));
        return labels;
    }

    /** As CEL knows it; its null is the one of the well-known type. */
    private static Optional<Object> plain(Value value) {
        return Optional.of(
                switch (value.getKindCase()) {
                    case STRING_VALUE -> value.getStringValue();
                    case NUMBER_VALUE -> value.getNumberValue();
                    case BOOL_VALUE -> value.getBoolValue();
                    case STRUCT_VALUE -> {
                        Map<String, Object> map = new HashMap<>();
                        value.getStructValue()
                                .getFieldsMap()
                                .forEach((name, inner) ->
                                        plain(inner).ifPresent(found -> map.put(name, found)));
                        yield map;
                    }
                    case LIST_VALUE ->
                            value.getListValue().getValuesList().stream()
                                    .flatMap(inner -> plain(inner).stream())
                                    .toList();
                    case NULL_VALUE, KIND_NOT_SET -> NullValue.NULL_VALUE;
                });
    }
}
