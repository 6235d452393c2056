package dev.joch.contract;

import build.buf.validate.FieldRules;
import build.buf.validate.ValidateProto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;

import dev.joch.schema.v1.KindOptions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The promises of a contract, by what they are about: {@code field joch.x.Foo 3} promises {@code
 * name string single json=name}.
 *
 * <p>What a field accepts is a promise of its own ({@code accepts joch.x.Foo 3 absent}), so that
 * accepting more is an addition and accepting less takes something back.
 */
record Fingerprint(SortedMap<String, String> promises) {

    /** A promise with something behind the subject: {@code subject = promise}. */
    private static final String BEHIND = " = ";

    static Fingerprint of(Contract contract) {
        SortedMap<String, String> promises = new TreeMap<>();
        contract.messages().forEach(message -> describe(message, promises));
        contract.enums().forEach(type -> describe(type, promises));
        contract.services().forEach(service -> describe(service, promises));
        contract.specs().forEach(spec -> describe(Contract.kind(spec), promises));
        return new Fingerprint(promises);
    }

    static Fingerprint parse(List<String> lines) {
        SortedMap<String, String> promises = new TreeMap<>();
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int behind = line.indexOf(BEHIND);
                promises.put(
                        behind < 0 ? line : line.substring(0, behind),
                        behind < 0 ? "" : line.substring(behind + BEHIND.length()));
            }
        }
        return new Fingerprint(promises);
    }

    List<String> lines() {
        return promises.entrySet().stream()
                .map(e -> e.getValue().isEmpty() ? e.getKey() : line(e.getKey(), e.getValue()))
                .toList();
    }

    /** What {@code now} no longer keeps of these promises. */
    List<String> brokenBy(Fingerprint now) {
        List<String> broken = new ArrayList<>();
        promises.forEach((subject, promise) -> {
            String kept = now.promises.get(subject);
            if (kept == null && !now.acceptsAnyway(subject)) {
                broken.add("removed: " + subject + (promise.isEmpty() ? "" : BEHIND + promise));
            } else if (kept != null && !kept.equals(promise)) {
                broken.add("changed: " + subject + ": was " + promise + ", is " + kept);
            }
        });
        return broken;
    }

    List<String> addedBy(Fingerprint now) {
        return now.promises.keySet().stream()
                .filter(subject -> !promises.containsKey(subject))
                .toList();
    }

    /** A word need not be listed where any word is welcome. */
    private boolean acceptsAnyway(String subject) {
        int word = subject.indexOf(" word ");
        return subject.startsWith("accepts ")
                && word > 0
                && promises.containsKey(subject.substring(0, word) + " any");
    }

    private static String line(String subject, String promise) {
        return subject + BEHIND + promise;
    }

    private static void describe(Descriptor message, SortedMap<String, String> promises) {
        promises.put("message " + message.getFullName(), "");
        for (FieldDescriptor field : message.getFields()) {
            String subject = message.getFullName() + " " + field.getNumber();
            promises.put("field " + subject, shape(field));
            acceptance("accepts " + subject, field, promises);
        }
    }

    private static String shape(FieldDescriptor field) {
        String label = field.isMapField() ? "map" : field.isRepeated() ? "repeated" : "single";
        String oneof =
                field.getRealContainingOneof() == null
                        ? ""
                        : " oneof=" + field.getRealContainingOneof().getName();
        return field.getName()
                + " "
                + type(field)
                + " "
                + label
                + " json="
                + field.getJsonName()
                + oneof;
    }

    private static String type(FieldDescriptor field) {
        if (field.isMapField()) {
            Descriptor entry = field.getMessageType();
            return "<%s,%s>"
                    .formatted(type(entry.findFieldByNumber(1)), type(entry.findFieldByNumber(2)));
        }
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING ->
                    field.getType().name().toLowerCase(Locale.ROOT);
        };
    }

    private static void acceptance(
            String subject, FieldDescriptor field, SortedMap<String, String> promises) {
        FieldRules rules = field.getOptions().getExtension(ValidateProto.field);
        if (!rules.getRequired()) {
            promises.put(subject + " absent", "");
        }
        if (field.getJavaType() != FieldDescriptor.JavaType.STRING) {
            return;
        }
        List<String> words =
                field.isRepeated()
                        ? rules.getRepeated().getItems().getString().getInList()
                        : rules.getString().getInList();
        if (words.isEmpty()) {
            promises.put(subject + " any", "");
        }
        words.forEach(word -> promises.put(subject + " word `" + word + "`", ""));
    }

    private static void describe(EnumDescriptor type, SortedMap<String, String> promises) {
        promises.put("enum " + type.getFullName(), "");
        type.getValues()
                .forEach(v ->
                        promises.put(
                                "value " + type.getFullName() + " " + v.getNumber(), v.getName()));
    }

    private static void describe(ServiceDescriptor service, SortedMap<String, String> promises) {
        promises.put("service " + service.getFullName(), "");
        for (MethodDescriptor method : service.getMethods()) {
            promises.put(
                    "method " + method.getFullName(),
                    "%s%s -> %s%s"
                            .formatted(
                                    method.isClientStreaming() ? "stream " : "",
                                    method.getInputType().getFullName(),
                                    method.isServerStreaming() ? "stream " : "",
                                    method.getOutputType().getFullName()));
        }
    }

    private static void describe(KindOptions kind, SortedMap<String, String> promises) {
        promises.put(
                "kind " + kind.getKind(),
                "%s/%s %s crd=%s %s"
                        .formatted(
                                kind.getGroup(),
                                kind.getVersion().isEmpty() ? "v1alpha1" : kind.getVersion(),
                                kind.getPlural(),
                                kind.getCrdPlural().isEmpty()
                                        ? kind.getPlural()
                                        : kind.getCrdPlural(),
                                kind.getScope()));
        kind.getShortNamesList()
                .forEach(word -> promises.put("short-name " + word, kind.getKind()));
    }
}
