package dev.joch.apiserver.access;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Whose tokens are good.
 *
 * @param defaultTenant tenant of callers whose token names none
 * @param admins subjects and {@code group:<name>} who are admin everywhere in their tenant
 * @param localAdminToken file of the local admin token, made when absent; {@code null} for none
 */
public record AuthConfig(
        String defaultTenant,
        List<String> admins,
        @Nullable Path localAdminToken,
        @Nullable Oidc oidc,
        @Nullable TokenReview tokenReview) {

    public AuthConfig {
        admins = List.copyOf(admins);
        if (!TokenTenant.valid(defaultTenant)) {
            throw new IllegalArgumentException(
                    "joch.apiserver.auth.default-tenant must be a DNS label, not '"
                            + defaultTenant
                            + "'");
        }
    }

    /**
     * An OpenID Connect issuer.
     *
     * @param issuer exactly as in its tokens
     * @param subjectClaim names the subject; {@code sub} where it is absent
     * @param tenantClaim names the tenant; empty for the default tenant
     * @param maxKeyAge how long keys are good while the issuer is away
     */
    public record Oidc(
            URI issuer,
            String audience,
            Set<String> algorithms,
            String subjectClaim,
            String groupsClaim,
            String tenantClaim,
            Duration skew,
            Duration refreshKeys,
            Duration maxKeyAge) {

        public Oidc {
            Web.checkSafe("joch.apiserver.auth.oidc.issuer", issuer);
            if (audience.isBlank()) {
                throw new IllegalArgumentException(
                        "joch.apiserver.auth.oidc.audience must not be empty");
            }
            algorithms = Set.copyOf(algorithms);
            Set<String> known = Set.of("RS256", "ES256", "PS256", "EdDSA");
            if (algorithms.isEmpty() || !known.containsAll(algorithms)) {
                throw new IllegalArgumentException(
                        "joch.apiserver.auth.oidc.algorithms may name RS256, ES256, PS256 and"
                                + " EdDSA");
            }
        }
    }

    /**
     * A Kubernetes API server that knows its tokens.
     *
     * @param tokenFile token by which we ask; read anew each time, since it rotates
     * @param caFile certificates of the API server (PEM); {@code null} for those of the JDK
     * @param audience asked for, when not empty
     * @param cacheEntries most answers remembered
     */
    public record TokenReview(
            URI server,
            Path tokenFile,
            @Nullable Path caFile,
            String audience,
            Duration cacheFor,
            int cacheEntries) {

        public TokenReview {
            Web.checkSafe("joch.apiserver.auth.token-review.url", server);
            if (cacheEntries < 1 || cacheFor.compareTo(Duration.ofMinutes(5)) > 0) {
                throw new IllegalArgumentException(
                        "joch.apiserver.auth.token-review remembers at least 1 answer, for at most"
                                + " 5 minutes");
            }
        }
    }
}
