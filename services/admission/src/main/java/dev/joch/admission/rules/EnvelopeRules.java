package dev.joch.admission.rules;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.resource.field.FieldPath;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.Resource;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a decoder says of a text, said of resources that came typed and passed no decoder: group and
 * version, fields nobody knows, a status.
 */
public final class EnvelopeRules {

    /** As many numbers of fields as a message lists. */
    private static final int MOST_SHOWN = 5;

    /** As many messages of one document as are complained of. */
    private static final int MOST_PLACES = 20;

    private final Draft draft;
    private final Findings findings;
    private int places;

    private EnvelopeRules(Draft draft, Findings findings) {
        this.draft = draft;
        this.findings = findings;
    }

    public static void check(Draft draft, Findings findings) {
        EnvelopeRules rules = new EnvelopeRules(draft, findings);
        Kind kind = draft.kind();
        if (kind != null) {
            rules.group(kind);
        }
        Resource given = draft.given();
        if (given.hasStatus()) {
            findings.warning(
                    draft,
                    Reason.STATUS_IGNORED,
                    "status",
                    "the status is written by the server; this one is ignored",
                    "leave it out");
        }
        rules.unknown(given, FieldPath.ROOT);
        rules.body(given.getMetadata(), "metadata");
        draft.spec().ifPresent(spec -> rules.body(spec, "spec"));
    }

    /** Nearly always there is nothing to say, and then no path is built. */
    private void body(Message message, String field) {
        if (hasUnknown(message)) {
            walk(message, FieldPath.parse(field));
        }
    }

    private static boolean hasUnknown(Message message) {
        if (!message.getUnknownFields().asMap().isEmpty()) {
            return true;
        }
        for (Map.Entry<FieldDescriptor, Object> set : message.getAllFields().entrySet()) {
            if (set.getKey().getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                continue;
            }
            boolean unknown =
                    set.getValue() instanceof List<?> elements
                            ? elements.stream().anyMatch(one -> hasUnknown((Message) one))
                            : hasUnknown((Message) set.getValue());
            if (unknown) {
                return true;
            }
        }
        return false;
    }

    private void group(Kind kind) {
        String given = draft.given().getApiVersion();
        if (!given.isEmpty()
                && !given.equals(kind.apiVersion())
                && !given.equals(Kinds.ALIAS_API_VERSION)) {
            findings.error(
                    draft,
                    Reason.GROUP_MISMATCH,
                    "apiVersion",
                    kind.kind() + " is not in `" + Words.shortened(given) + "`",
                    "write apiVersion: " + kind.apiVersion());
        }
    }

    private void walk(Message message, FieldPath path) {
        unknown(message, path);
        for (Map.Entry<FieldDescriptor, Object> set : message.getAllFields().entrySet()) {
            FieldDescriptor field = set.getKey();
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                continue;
            }
            FieldPath here = path.name(field.getJsonName());
            if (set.getValue() instanceof List<?> elements) {
                for (int i = 0; i < elements.size(); i++) {
                    walk((Message) elements.get(i), field.isMapField() ? here : here.index(i));
                }
            } else {
                walk((Message) set.getValue(), here);
            }
        }
    }

    private void unknown(Message message, FieldPath path) {
        var unknown = message.getUnknownFields().asMap().keySet();
        if (unknown.isEmpty() || ++places > MOST_PLACES) {
            return;
        }
        String numbers =
                unknown.stream()
                        .sorted()
                        .limit(MOST_SHOWN)
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "));
        findings.error(
                draft,
                Reason.UNKNOWN_FIELD,
                path.toString(),
                "there is no field of number "
                        + numbers
                        + (unknown.size() > MOST_SHOWN ? ", ..." : "")
                        + " in a "
                        + message.getDescriptorForType().getName(),
                "remove it, or send it to a server whose contract has it");
    }
}
