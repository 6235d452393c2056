package dev.joch.apiserver.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;

import dev.joch.service.identity.Ed25519;

/**
 * Checks signatures by published keys. The key says which algorithms it is for; the token does not
 * get to choose.
 */
final class JwkSignatures {

    private static final int LEAST_RSA_BITS = 2048;

    private JwkSignatures() {}

    /** Whether the key is one for signatures of that algorithm. */
    static boolean fits(JWK key, JWSAlgorithm algorithm) {
        if (key.getKeyUse() != null && key.getKeyUse() != KeyUse.SIGNATURE) {
            return false;
        }
        if (key.getAlgorithm() != null
                && !key.getAlgorithm().getName().equals(algorithm.getName())) {
            return false;
        }
        return switch (algorithm.getName()) {
            case "RS256", "PS256" -> key instanceof RSAKey rsa && rsa.size() >= LEAST_RSA_BITS;
            case "ES256" -> key instanceof ECKey ec && Curve.P_256.equals(ec.getCurve());
            case "EdDSA" -> key instanceof OctetKeyPair okp && Curve.Ed25519.equals(okp.getCurve());
            default -> false;
        };
    }

    static boolean verifies(JWK key, JWSHeader header, byte[] input, Base64URL signature)
            throws JOSEException {
        if (!fits(key, header.getAlgorithm())) {
            return false;
        }
        return switch (key) {
            case RSAKey rsa -> new RSASSAVerifier(rsa).verify(header, input, signature);
            case ECKey ec -> new ECDSAVerifier(ec).verify(header, input, signature);
            case OctetKeyPair okp ->
                    Ed25519.verifies(
                            Ed25519.publicKey(okp.getDecodedX()), input, signature.decode());
            default -> false;
        };
    }
}
