package dev.joch.agbom.sign;

import dev.joch.agbom.format.Format;

import java.security.PublicKey;

/** Whether a signed copy is what the holder of a key signed. */
public final class VerifyBill {

    private VerifyBill() {}

    /**
     * Checks a signed copy.
     *
     * @param document the one without signature; CycloneDX does not need it
     * @param signed the signed copy
     */
    public static boolean verifies(Format format, byte[] document, byte[] signed, PublicKey key) {
        return switch (format) {
            case CYCLONEDX -> JsonSignature.verifies(signed, key);
            case SPDX, SWID -> Jws.verifies(document, signed, key);
        };
    }
}
