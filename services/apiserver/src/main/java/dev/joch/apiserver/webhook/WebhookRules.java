package dev.joch.apiserver.webhook;

import com.google.protobuf.ByteString;

import dev.joch.api.v1.WebhookHeaders;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Standard Webhooks: HMAC-SHA256 over id, time and body. Pure. */
public final class WebhookRules {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String VERSION = "v1,";
    private static final int LONGEST_ID = 255;
    private static final int LONGEST_TIME = 12;

    /** A sender that changes its secret signs with both for a while. */
    private static final int MOST_SIGNATURES = 8;

    private WebhookRules() {}

    /**
     * Whether who sent it knows the key. The time it takes does not tell how near a wrong signature
     * comes.
     */
    public static boolean signed(byte[] key, WebhookHeaders headers, ByteString body) {
        byte[] wanted = signature(key, headers, body);
        boolean found = false;
        String[] signatures = headers.getSignature().split(" ", MOST_SIGNATURES + 1);
        for (int i = 0; i < Math.min(signatures.length, MOST_SIGNATURES); i++) {
            if (signatures[i].startsWith(VERSION)) {
                found |= MessageDigest.isEqual(wanted, decoded(signatures[i]));
            }
        }
        return found && plain(headers.getId());
    }

    /** Base64 of it stands behind {@code v1,} in the header. */
    public static byte[] signature(byte[] key, WebhookHeaders headers, ByteString body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(
                    (headers.getId() + "." + headers.getTimestamp() + ".")
                            .getBytes(StandardCharsets.UTF_8));
            mac.update(body.asReadOnlyByteBuffer());
            return mac.doFinal();
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private static byte[] decoded(String signature) {
        try {
            return Base64.getDecoder().decode(signature.substring(VERSION.length()));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** Without a dot: else id, time and body could be told apart in several ways. */
    private static boolean plain(String id) {
        return !id.isEmpty()
                && id.length() <= LONGEST_ID
                && id.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '.');
    }

    /** Whether it was sent lately, by a clock that may be ahead of ours as well. */
    public static boolean fresh(WebhookHeaders headers, Instant now, Duration tolerance) {
        String time = headers.getTimestamp();
        boolean digits =
                !time.isEmpty()
                        && time.length() <= LONGEST_TIME
                        && time.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits
                && Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now)
                                .abs()
                                .compareTo(tolerance)
                        <= 0;
    }
}
