package dev.joch.policy.decide;

import com.google.protobuf.Value;

import dev.joch.policy.fact.Fact;
import dev.joch.policy.fact.Facts;
import dev.joch.policy.fact.Hooks;
import dev.joch.policy.redact.Redaction;
import dev.joch.policy.rule.FactValues;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.TreeSet;

/** Facts of one question, converted when they are asked for the first time. */
final class QuestionFacts implements FactValues {

    private final Question question;
    private final @Nullable Object[] values = new @Nullable Object[Facts.count()];

    QuestionFacts(Question question) {
        this.question = question;
    }

    @Override
    public Object value(Fact fact) {
        @Nullable Object known = values[fact.index()];
        if (known == null) {
            known = read(fact);
            values[fact.index()] = known;
        }
        return known;
    }

    private Object read(Fact fact) {
        String name = fact.name();
        if (name.equals(Facts.DATA_CONTAINS)) {
            return contents(fact);
        }
        Value given = question.facts().get(name);
        if (given == null || given.getKindCase() == Value.KindCase.KIND_NOT_SET) {
            if (name.equals(Facts.TOOL_ARGS)
                    && question.hook().equals(Hooks.TOOL_REQUEST)
                    && question.payload().hasStructValue()) {
                return PlainValues.of(question.payload());
            }
            return Facts.neededAt(question.hook()).contains(name) ? ERROR : MISSING;
        }
        return PlainValues.of(given, fact.type());
    }

    /** What the caller knows, and what detectors find. */
    private Object contents(Fact fact) {
        Set<String> contents = new TreeSet<>();
        Value given = question.facts().get(fact.name());
        if (given != null) {
            Object words = PlainValues.of(given, fact.type());
            if (!(words instanceof java.util.List<?> list)) {
                return ERROR;
            }
            list.forEach(word -> contents.add(String.valueOf(word)));
        }
        if (!question.hasPayload() && given == null) {
            return MISSING;
        }
        try {
            contents.addAll(Redaction.sorts(question.payload()));
        } catch (RuntimeException e) {
            return ERROR;
        }
        return java.util.List.copyOf(contents);
    }
}
