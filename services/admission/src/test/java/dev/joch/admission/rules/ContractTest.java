package dev.joch.admission.rules;

import static org.assertj.core.api.Assertions.assertThat;

import build.buf.validate.FieldRules;
import build.buf.validate.ValidateProto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;

import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.schema.v1.Options;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** What admission takes for granted about the contract. */
final class ContractTest {

    private static Set<FieldDescriptor> fields(Kind kind) {
        Set<FieldDescriptor> fields = new LinkedHashSet<>();
        collect(kind.specDescriptor(), new HashSet<>(), fields);
        return fields;
    }

    private static void collect(
            Descriptor message, Set<Descriptor> seen, Set<FieldDescriptor> into) {
        if (!seen.add(message)) {
            return;
        }
        for (FieldDescriptor field : message.getFields()) {
            into.add(field);
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                collect(field.getMessageType(), seen, into);
            }
        }
    }

    private static Set<String> hardTargets(Kind kind) {
        return fields(kind).stream()
                .map(field -> field.getOptions().getExtension(Options.field).getReference())
                .filter(reference -> !reference.getSoft() && !reference.getKind().isEmpty())
                .map(reference -> reference.getKind())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void onlyAgentsCanLeadBackToThemselves() {
        Map<String, Set<String>> targets =
                Kinds.all().stream()
                        .collect(Collectors.toMap(Kind::kind, ContractTest::hardTargets));
        Set<String> circular = new TreeSet<>();
        for (String start : targets.keySet()) {
            Set<String> reached = new HashSet<>();
            spread(start, targets, reached);
            if (reached.contains(start)) {
                circular.add(start);
            }
        }
        assertThat(circular).containsExactly("Agent");
        assertThat(CycleRule.mayBeOnACircle("Agent")).isTrue();
        // Agents reach no kind that names the kind of its target itself
        Set<String> below = new HashSet<>();
        spread("Agent", targets, below);
        assertThat(below).doesNotContain("Eval", "Approval", "Execution");
    }

    private static void spread(String from, Map<String, Set<String>> targets, Set<String> reached) {
        for (String target : targets.getOrDefault(from, Set.of())) {
            if (reached.add(target)) {
                spread(target, targets, reached);
            }
        }
    }

    @Test
    void theConstraintsOfEveryKindRun() {
        AtomicInteger kinds = new AtomicInteger();
        new SchemaRules().warm(() -> kinds.incrementAndGet() > Kinds.all().size());
        assertThat(kinds).hasValue(Kinds.all().size());
    }

    @Test
    void warmingStopsWhenTheProcessDoes() {
        AtomicInteger asked = new AtomicInteger();
        new SchemaRules().warm(() -> asked.incrementAndGet() == 2);
        assertThat(asked).hasValue(2);
    }

    @Test
    void everyPatternHasWords() {
        Set<String> unsaid = new TreeSet<>();
        for (Kind kind : Kinds.all()) {
            for (FieldDescriptor field : fields(kind)) {
                FieldRules rules = field.getOptions().getExtension(ValidateProto.field);
                for (FieldRules one :
                        List.of(
                                rules,
                                rules.getRepeated().getItems(),
                                rules.getMap().getValues())) {
                    if (one.getString().hasPattern()
                            && !PatternWords.knows(one.getString().getPattern())) {
                        unsaid.add(field.getFullName() + " " + one.getString().getPattern());
                    }
                }
            }
        }
        assertThat(unsaid).as("add them to PatternWords").isEmpty();
    }

    @Test
    void noSentenceOfTheContractUsesProtoNames() {
        Set<String> leaks = new TreeSet<>();
        for (Kind kind : Kinds.all()) {
            Set<Descriptor> messages = new HashSet<>();
            collect(kind.specDescriptor(), messages, new LinkedHashSet<>());
            Set<String> protoNames =
                    messages.stream()
                            .flatMap(message -> message.getFields().stream())
                            .filter(field -> !field.getName().equals(field.getJsonName()))
                            .map(FieldDescriptor::getName)
                            .collect(Collectors.toSet());
            for (Descriptor message : messages) {
                message.getOptions()
                        .getExtension(ValidateProto.message)
                        .getCelList()
                        .forEach(rule -> {
                            for (String name : protoNames) {
                                if (rule.getMessage().contains(name)) {
                                    leaks.add(rule.getId() + " says " + name);
                                }
                            }
                        });
            }
        }
        assertThat(leaks).isEmpty();
    }
}
