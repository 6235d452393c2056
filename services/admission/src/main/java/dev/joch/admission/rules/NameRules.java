package dev.joch.admission.rules;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;

/** Names and namespaces: what may be used, by whom, for which kind. */
public final class NameRules {

    /** Namespace in which references look after their own. */
    public static final String SHARED = ResourceKeys.SHARED_NAMESPACE;

    private static final int MOST_NAME = 253;
    private static final int MOST_NAMESPACE = 63;

    private NameRules() {}

    public static void check(Draft draft, Findings findings) {
        name(draft, findings);
        namespace(draft, findings);
        Kind kind = draft.kind();
        if (kind == null) {
            unknown(draft, findings);
        } else if (kind.internal()) {
            findings.error(
                    draft,
                    Reason.INTERNAL_KIND,
                    "kind",
                    kind.kind() + " is written by Joch itself",
                    "apply the resources it is made from");
        }
    }

    private static void unknown(Draft draft, Findings findings) {
        String word = draft.resource().getKind();
        if (!draft.incomplete()) {
            findings.error(
                    draft,
                    Reason.UNKNOWN_KIND,
                    "kind",
                    "there is no kind `" + Words.shortened(word) + "`",
                    Words.didYouMean(Kinds.suggest(word)) + "joch explain lists all kinds");
        }
    }

    private static void name(Draft draft, Findings findings) {
        String name = draft.name();
        if (name.isEmpty()) {
            if (!draft.incomplete()) {
                findings.error(
                        draft,
                        Reason.REQUIRED,
                        "metadata.name",
                        "`name` is missing",
                        "add metadata.name");
            }
        } else if (name.equals(".") || name.equals("..")) {
            findings.error(
                    draft,
                    Reason.RESERVED_NAME,
                    "metadata.name",
                    "`" + name + "` means a folder in every URL",
                    "choose another name");
        } else if (name.length() > MOST_NAME || !wellFormed(name, draft.resource().getKind())) {
            findings.error(
                    draft,
                    Reason.INVALID_NAME,
                    "metadata.name",
                    "`" + Words.shortened(name) + "` cannot be a name",
                    "use at most 253 lower-case letters, digits, '-' and '.', each part between dots beginning"
                            + " and ending with a letter or digit"
                            + (takesUnderscores(draft.resource().getKind())
                                    ? "; '_' is fine inside"
                                    : ""));
        }
    }

    private static void namespace(Draft draft, Findings findings) {
        String namespace = draft.namespace();
        Kind kind = draft.kind();
        if (kind == null) {
            return;
        }
        if (!kind.namespaced()) {
            if (!namespace.isEmpty()) {
                findings.error(
                        draft,
                        Reason.NAMESPACE_NOT_ALLOWED,
                        "metadata.namespace",
                        kind.kind() + " belongs to no namespace",
                        "remove metadata.namespace");
            }
            return;
        }
        if (namespace.length() > MOST_NAMESPACE || !isLabel(namespace)) {
            findings.error(
                    draft,
                    Reason.INVALID_NAME,
                    "metadata.namespace",
                    "`" + Words.shortened(namespace) + "` cannot be a namespace",
                    "use at most 63 lower-case letters, digits and '-', beginning and ending with a letter or"
                            + " digit");
        } else if (namespace.startsWith("joch-") && !namespace.equals(SHARED)) {
            findings.error(
                    draft,
                    Reason.RESERVED_NAME,
                    "metadata.namespace",
                    "`"
                            + namespace
                            + "` belongs to Joch, as all namespaces that begin with `joch-`",
                    "choose another namespace; what all namespaces share goes to " + SHARED);
        }
    }

    /** MCP servers name their tools; the names of both come with underscores. */
    private static boolean takesUnderscores(String kind) {
        return kind.equals("Tool") || kind.equals("ToolCall");
    }

    private static boolean wellFormed(String name, String kind) {
        boolean underscores = takesUnderscores(kind);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean edge =
                    i == 0
                            || i == name.length() - 1
                            || name.charAt(i - 1) == '.'
                            || name.charAt(i + 1) == '.';
            boolean inside = c == '-' || (underscores && c == '_');
            boolean dot = c == '.' && i > 0 && i < name.length() - 1;
            boolean part = isLetterOrDigit(c) || (inside && !edge);
            // a dot beside a dot has no part between them
            if (!part && !(dot && name.charAt(i - 1) != '.')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLabel(String text) {
        if (text.isEmpty() || text.startsWith("-") || text.endsWith("-")) {
            return false;
        }
        return text.chars().allMatch(c -> isLetterOrDigit((char) c) || c == '-');
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
