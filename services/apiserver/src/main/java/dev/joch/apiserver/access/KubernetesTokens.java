package dev.joch.apiserver.access;

import com.google.common.hash.Hashing;
import com.nimbusds.jose.util.JSONObjectUtils;

import dev.joch.common.v1.Caller;
import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ProblemException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Tokens of Kubernetes service accounts: the cluster's API server says whose they are.
 *
 * <p>Answers are remembered for a short time under the digest of the token, never under the token.
 */
final class KubernetesTokens implements TokenSource {

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesTokens.class);

    private static final Duration REFUSALS_FOR = Duration.ofSeconds(5);
    private static final Duration SHOWN_AGAIN = Duration.ofHours(1);
    private static final int MOST_AT_ONCE = 32;

    private sealed interface Answer {
        record Known(Caller caller) implements Answer {}

        record Refused(Problem problem) implements Answer {}
    }

    private record Remembered(Answer answer, Instant until) {}

    private final AuthConfig.TokenReview config;
    private final String tenant;
    private final Web web;
    private final InstantSource clock;
    private final Semaphore asking = new Semaphore(MOST_AT_ONCE);
    private final Map<String, Remembered> answers;

    KubernetesTokens(AuthConfig.TokenReview config, String tenant, Web web, InstantSource clock) {
        this.config = config;
        this.tenant = tenant;
        this.web = web;
        this.clock = clock;
        this.answers =
                new LinkedHashMap<>() {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
                        return size() > config.cacheEntries();
                    }
                };
    }

    /** Whatever no other source has claimed; the last one to be asked. */
    @Override
    public boolean recognises(UnverifiedToken token) {
        return true;
    }

    @Override
    public Caller check(UnverifiedToken token) {
        String digest = digest(token.text());
        Answer answer = remembered(digest);
        if (answer == null) {
            answer = ask(token.text());
            Duration keep = answer instanceof Answer.Known ? config.cacheFor() : REFUSALS_FOR;
            remember(digest, new Remembered(answer, clock.instant().plus(keep)));
        }
        return switch (answer) {
            case Answer.Known known -> known.caller();
            case Answer.Refused refused -> throw new ProblemException(refused.problem());
        };
    }

    /** A cluster takes tokens back before they expire, so long calls show theirs again at times. */
    @Override
    public TokenLife life(UnverifiedToken token) {
        Instant again = clock.instant().plus(SHOWN_AGAIN);
        return TokenLife.until(
                token.claimedEnd().filter(end -> end.isBefore(again)).orElse(again), clock);
    }

    private @Nullable Answer remembered(String digest) {
        synchronized (answers) {
            Remembered entry = answers.get(digest);
            return entry != null && entry.until().isAfter(clock.instant()) ? entry.answer() : null;
        }
    }

    private void remember(String digest, Remembered entry) {
        synchronized (answers) {
            answers.remove(digest);
            answers.put(digest, entry);
        }
    }

    private Answer ask(String token) {
        try {
            if (!asking.tryAcquire(2, TimeUnit.SECONDS)) {
                throw new ProblemException(new AccessProblem.IdentityProviderUnavailable());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(new AccessProblem.IdentityProviderUnavailable(), e);
        }
        try {
            Map<String, Object> spec =
                    config.audience().isEmpty()
                            ? Map.of("token", token)
                            : Map.of("token", token, "audiences", List.of(config.audience()));
            Map<String, Object> review =
                    Map.of(
                            "apiVersion",
                            "authentication.k8s.io/v1",
                            "kind",
                            "TokenReview",
                            "spec",
                            spec);
            String own = Files.readString(config.tokenFile()).strip();
            return answer(
                    web.post(
                            config.server().resolve("/apis/authentication.k8s.io/v1/tokenreviews"),
                            review,
                            own));
        } catch (IOException | ParseException e) {
            LOG.warn("token review failed: {}", e.toString());
            throw new ProblemException(new AccessProblem.IdentityProviderUnavailable());
        } finally {
            asking.release();
        }
    }

    private Answer answer(Map<String, Object> review) throws ParseException {
        Map<String, Object> status = JSONObjectUtils.getJSONObject(review, "status");
        if (status == null || !Boolean.TRUE.equals(status.get("authenticated"))) {
            return new Answer.Refused(
                    new AccessProblem.Unauthenticated(
                            "the cluster does not know this token, or it expired"));
        }
        List<String> audiences = JSONObjectUtils.getStringList(status, "audiences");
        // an API server that does not know audiences answers none: then the token is for somebody
        // else
        if (!config.audience().isEmpty()
                && (audiences == null || !audiences.contains(config.audience()))) {
            return new Answer.Refused(new AccessProblem.TokenAudience(config.audience()));
        }
        Map<String, Object> user = JSONObjectUtils.getJSONObject(status, "user");
        String name = user == null ? null : JSONObjectUtils.getString(user, "username");
        if (user == null || name == null || name.isBlank()) {
            throw new ParseException("the review names no user", 0);
        }
        List<String> groups = JSONObjectUtils.getStringList(user, "groups");
        return new Answer.Known(
                Caller.newBuilder()
                        .setSubject(name)
                        .setTenant(tenant)
                        .addAllGroups(groups == null ? List.of() : groups)
                        .setMethod("token-review")
                        .build());
    }

    private static String digest(String token) {
        return Hashing.sha256().hashString(token, StandardCharsets.UTF_8).toString();
    }

    @Override
    public void close() {
        web.close();
    }
}
