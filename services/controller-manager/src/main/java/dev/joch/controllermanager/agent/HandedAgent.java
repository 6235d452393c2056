package dev.joch.controllermanager.agent;

import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;

import dev.joch.resource.kind.DeterministicBytes;
import dev.joch.resource.v1alpha1.Resource;

/** Digest of an agent as the policy engine is handed it: all but what was seen of it. Pure. */
final class HandedAgent {

    private HandedAgent() {}

    static String digest(Resource agent) {
        Resource.Builder handed = agent.toBuilder().clearStatus();
        // moves with each status, too
        handed.getMetadataBuilder().clearResourceVersion();
        ByteString bytes = DeterministicBytes.of(handed.build());
        return "sha256:" + Hashing.sha256().hashBytes(bytes.asReadOnlyByteBuffer());
    }
}
