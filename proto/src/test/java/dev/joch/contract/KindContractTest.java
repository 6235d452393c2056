package dev.joch.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;

import dev.joch.schema.v1.Column;
import dev.joch.schema.v1.KindOptions;
import dev.joch.schema.v1.Options;
import dev.joch.schema.v1.Reference;
import dev.joch.schema.v1.Scope;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every kind says all that the rest of Joch derives from it. */
class KindContractTest {

    private static final Map<String, String> CATALOGUE =
            Map.of(
                    "joch.dev",
                    "Agent FrameworkAdapter Policy",
                    "runtime.joch.dev",
                    "Execution ToolCall Handoff Approval Conversation StateCheckpoint",
                    "model.joch.dev",
                    "Model ModelRoute",
                    "tools.joch.dev",
                    "Tool MCPServer",
                    "memory.joch.dev",
                    "Memory RAG KnowledgeSource",
                    "ops.joch.dev",
                    "Deployment Environment Team Budget Trace Eval Artifact AgBOM Secret",
                    "internal.joch.dev",
                    "CompiledAgentManifest");

    private static final Set<String> CLUSTER_SCOPED =
            Set.of("FrameworkAdapter", "Model", "Environment", "Team");

    private static final Contract CONTRACT = Contract.load();

    @Test
    void kindsAndGroupsAreThoseOfTheCatalogue() {
        Map<String, Set<String>> expected = new HashMap<>();
        CATALOGUE.forEach((group, kinds) -> expected.put(group, Set.of(kinds.split(" "))));
        Map<String, Set<String>> actual =
                kinds().collect(
                                Collectors.groupingBy(
                                        KindOptions::getGroup,
                                        Collectors.mapping(
                                                KindOptions::getKind, Collectors.toSet())));
        assertEquals(expected, actual);
    }

    @Test
    void everyKindSaysNamePluralShortNamesAndScope() {
        expectNone(
                CONTRACT.specs()
                        .filter(spec -> {
                            KindOptions kind = Contract.kind(spec);
                            return !spec.getName().equals(kind.getKind() + "Spec")
                                    || !kind.getPlural().matches("[a-z]+")
                                    || kind.getShortNamesCount() == 0
                                    || kind.getScope() != scope(kind.getKind());
                        })
                        .map(Descriptor::getFullName));
    }

    @Test
    void everyKindHasAStatusWithPhaseConditionsAndGeneration() {
        expectNone(
                CONTRACT.specs()
                        .filter(spec -> {
                            Descriptor status = status(spec);
                            return status == null
                                    || !has(status, 1, "phase")
                                    || !has(status, 2, "conditions")
                                    || !has(status, 3, "observed_generation");
                        })
                        .map(Descriptor::getFullName));
    }

    @Test
    void noWordNamesTwoKinds() {
        Map<String, String> owners = new HashMap<>();
        List<String> collisions = new ArrayList<>();
        kinds().forEach(kind ->
                words(kind)
                        .forEach(word -> {
                            String other = owners.put(word, kind.getKind());
                            if (other != null) {
                                collisions.add(word + ": " + other + ", " + kind.getKind());
                            }
                        }));
        assertEquals(List.of(), collisions);
    }

    @Test
    void everyFieldOfAResourceIsExplained() {
        Set<String> silent = new TreeSet<>();
        CONTRACT.files().stream()
                .filter(file -> file.getPackage().equals("joch.resource.v1alpha1"))
                .map(Comments::new)
                .forEach(comments -> silent.addAll(comments.missing()));
        assertEquals(Set.of(), silent);
    }

    @Test
    void everyDefaultIsAValueThatItsFieldAccepts() {
        expectNone(
                fields().filter(field -> !options(field).getDefault().isEmpty())
                        .filter(field -> !Defaults.fits(field, options(field).getDefault()))
                        .map(field -> field.getFullName() + ": " + options(field).getDefault()));
    }

    @Test
    void everyReferenceNamesAKindThatExists() {
        Set<String> known = kinds().map(KindOptions::getKind).collect(Collectors.toSet());
        expectNone(
                fields().filter(field -> options(field).hasReference())
                        .filter(field -> !resolvable(field, known))
                        .map(FieldDescriptor::getFullName));
    }

    @Test
    void everyColumnShowsAFieldThatExists() {
        List<String> wrong = new ArrayList<>();
        CONTRACT.specs()
                .forEach(spec ->
                        Contract.kind(spec).getColumnsList().stream()
                                .filter(column -> !exists(spec, column))
                                .forEach(column ->
                                        wrong.add(spec.getName() + ": " + column.getPath())));
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyCallOfTheEdgeSaysWhatItsCallerNeeds() {
        expectNone(
                CONTRACT.services()
                        .filter(service -> service.getFile().getPackage().equals("joch.api.v1"))
                        .flatMap(service -> service.getMethods().stream())
                        .filter(method -> !method.getOptions().hasExtension(Options.access))
                        .map(MethodDescriptor::getFullName));
    }

    private static Stream<KindOptions> kinds() {
        return CONTRACT.specs().map(Contract::kind);
    }

    private static Stream<FieldDescriptor> fields() {
        return CONTRACT.messages().flatMap(message -> message.getFields().stream());
    }

    private static dev.joch.schema.v1.FieldOptions options(FieldDescriptor field) {
        return field.getOptions().getExtension(Options.field);
    }

    private static Scope scope(String kind) {
        return CLUSTER_SCOPED.contains(kind) ? Scope.SCOPE_CLUSTER : Scope.SCOPE_NAMESPACED;
    }

    private static Descriptor status(Descriptor spec) {
        return spec.getFile().findMessageTypeByName(Contract.kind(spec).getKind() + "Status");
    }

    private static boolean has(Descriptor message, int number, String name) {
        FieldDescriptor field = message.findFieldByNumber(number);
        return field != null && field.getName().equals(name);
    }

    private static Set<String> words(KindOptions kind) {
        Set<String> words = new HashSet<>(kind.getShortNamesList());
        words.add(kind.getKind().toLowerCase(Locale.ROOT));
        words.add(kind.getPlural());
        if (!kind.getCrdPlural().isEmpty()) {
            words.add(kind.getCrdPlural());
        }
        return words;
    }

    private static boolean resolvable(FieldDescriptor field, Set<String> known) {
        Reference reference = options(field).getReference();
        boolean byField =
                !reference.getKindField().isEmpty()
                        && field.getContainingType().findFieldByName(reference.getKindField())
                                != null;
        return (byField || known.contains(reference.getKind())) && names(field);
    }

    /** Only a text, a Ref or a SecretKeyRef names something. */
    private static boolean names(FieldDescriptor field) {
        FieldDescriptor value =
                field.isMapField() ? field.getMessageType().findFieldByName("value") : field;
        return switch (value.getJavaType()) {
            case STRING -> true;
            case MESSAGE ->
                    Set.of("Ref", "SecretKeyRef").contains(value.getMessageType().getName());
            case INT, LONG, FLOAT, DOUBLE, BOOLEAN, BYTE_STRING, ENUM -> false;
        };
    }

    private static boolean exists(Descriptor spec, Column column) {
        String[] path = column.getPath().split("\\.");
        Descriptor in =
                switch (path[0]) {
                    case "spec" -> spec;
                    case "status" -> status(spec);
                    default -> null;
                };
        for (int i = 1; in != null && i < path.length; i++) {
            String step = path[i];
            FieldDescriptor field =
                    in.getFields().stream()
                            .filter(f -> f.getJsonName().equals(step))
                            .findFirst()
                            .orElse(null);
            if (field == null) {
                return false;
            }
            boolean last = i == path.length - 1;
            if (last || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                return last;
            }
            in = field.getMessageType();
        }
        return column.getPath().startsWith("metadata.labels.");
    }

    private static void expectNone(Stream<String> wrong) {
        List<String> list = wrong.toList();
        assertTrue(list.isEmpty(), list::toString);
    }
}
