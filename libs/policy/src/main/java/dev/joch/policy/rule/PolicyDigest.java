package dev.joch.policy.rule;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.protobuf.Message;

import dev.joch.resource.kind.DeterministicBytes;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Names what decides by its content: of a policy its name, its version and its rules, of a set the
 * digests of its policies in their order. Manifests and decisions speak of a set by the same name.
 */
public final class PolicyDigest {

    private PolicyDigest() {}

    static String of(String name, List<? extends Message> rules) {
        Hasher sha = Hashing.sha256().newHasher();
        add(sha, name.getBytes(StandardCharsets.UTF_8));
        rules.forEach(rule -> add(sha, DeterministicBytes.of(rule).toByteArray()));
        return text(sha);
    }

    /** Of several, in their order. */
    public static String of(List<String> digests) {
        Hasher sha = Hashing.sha256().newHasher();
        digests.forEach(digest -> add(sha, digest.getBytes(StandardCharsets.UTF_8)));
        return text(sha);
    }

    /** With its length, so that no two lists look alike. */
    private static void add(Hasher sha, byte[] bytes) {
        sha.putString(bytes.length + ":", StandardCharsets.UTF_8).putBytes(bytes);
    }

    private static String text(Hasher sha) {
        return "sha256:" + sha.hash();
    }
}
