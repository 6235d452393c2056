package dev.joch.controllermanager.agent;

import dev.joch.resource.kind.DeterministicBytes;
import dev.joch.resource.v1alpha1.Resource;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digest of an agent as the policy engine is handed it: all but what was seen of it. Pure. */
final class HandedAgent {

    private HandedAgent() {}

    static String digest(Resource agent) {
        Resource.Builder handed = agent.toBuilder().clearStatus();
        // moves with each status, too
        handed.getMetadataBuilder().clearResourceVersion();
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(DeterministicBytes.of(handed.build()).asReadOnlyByteBuffer());
            return "sha256:" + HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
