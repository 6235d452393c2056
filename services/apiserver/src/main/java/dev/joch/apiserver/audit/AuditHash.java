package dev.joch.apiserver.audit;

import com.google.common.hash.Hashing;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * The hash of a record: SHA-256 over its canonical JSON and the raw hash of the record before.
 *
 * <p>Canonical as in RFC 8785: keys in order, no spaces, shortest escapes, UTF-8. So anyone can
 * compute it again from what {@code joch audit ls -o json} prints, in any language.
 */
final class AuditHash {

    private AuditHash() {}

    static byte[] of(long sequence, AuditDraft draft, byte[] previousHash) {
        return Hashing.sha256()
                .newHasher()
                .putString(canonical(sequence, draft, previousHash), StandardCharsets.UTF_8)
                .putBytes(previousHash)
                .hash()
                .asBytes();
    }

    /** The record without its own hash. */
    static String canonical(long sequence, AuditDraft draft, byte[] previousHash) {
        StringBuilder json = new StringBuilder(512);
        json.append("{\"effectivePolicies\":");
        list(json, draft.effectivePolicies());
        field(json, "method", draft.method());
        field(json, "outcome", draft.outcome());
        field(json, "peer", draft.peer());
        field(json, "previousHash", HexFormat.of().formatHex(previousHash));
        field(json, "requestDigest", draft.requestDigest());
        field(json, "requestId", draft.requestId());
        field(json, "resource", draft.resource());
        json.append(",\"sequence\":").append(sequence);
        field(json, "subject", draft.subject());
        field(json, "tenant", draft.tenant());
        json.append(",\"timeMicros\":").append(draft.timeMicros());
        field(json, "verb", draft.verb());
        return json.append('}').toString();
    }

    /** A list of texts as canonical JSON. */
    static String list(List<String> texts) {
        StringBuilder json = new StringBuilder(64);
        list(json, texts);
        return json.toString();
    }

    private static void list(StringBuilder json, List<String> texts) {
        json.append('[');
        for (int i = 0; i < texts.size(); i++) {
            if (i > 0) {
                json.append(',');
            }
            text(json, texts.get(i));
        }
        json.append(']');
    }

    private static void field(StringBuilder json, String key, String value) {
        json.append(",\"").append(key).append("\":");
        text(json, value);
    }

    private static void text(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < 0x20) {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
