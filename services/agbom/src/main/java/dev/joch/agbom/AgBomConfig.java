package dev.joch.agbom;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * What an installation decides about bills.
 *
 * @param minTrustScore MCP servers below it are risks, whatever their own records demand
 * @param signingKey PKCS#8 PEM file, made when absent; nothing is signed without one
 */
public record AgBomConfig(double minTrustScore, @Nullable Path signingKey) {

    public AgBomConfig {
        if (!(minTrustScore >= 0 && minTrustScore <= 1)) {
            throw new IllegalArgumentException(
                    "joch.agbom.min-trust-score is between 0 and 1, not " + minTrustScore);
        }
    }
}
