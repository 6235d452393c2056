package dev.joch.policy.rule;

import com.google.protobuf.Message;

import dev.joch.resource.kind.DeterministicBytes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Names what decides by its content: of a policy its name, its version and its rules, of a set the
 * digests of its policies in their order. Manifests and decisions speak of a set by the same name.
 */
public final class PolicyDigest {

    private PolicyDigest() {}

    static String of(String name, List<? extends Message> rules) {
        MessageDigest sha = sha();
        add(sha, name.getBytes(StandardCharsets.UTF_8));
        rules.forEach(rule -> add(sha, DeterministicBytes.of(rule).toByteArray()));
        return text(sha);
    }

    /** Of several, in their order. */
    public static String of(List<String> digests) {
        MessageDigest sha = sha();
        digests.forEach(digest -> add(sha, digest.getBytes(StandardCharsets.UTF_8)));
        return text(sha);
    }

    /** With its length, so that no two lists look alike. */
    private static void add(MessageDigest sha, byte[] bytes) {
        sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        sha.update(bytes);
    }

    private static String text(MessageDigest sha) {
        return "sha256:" + HexFormat.of().formatHex(sha.digest());
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
