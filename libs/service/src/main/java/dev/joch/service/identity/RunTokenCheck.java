package dev.joch.service.identity;

import dev.joch.service.identity.IdentityProblem.RunCause;
import dev.joch.service.problem.ProblemException;

import java.security.PublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks tokens of runs, for whoever agents call.
 *
 * <p>It asks nobody: whether the lease in the token is still held is another question, which only
 * the scheduler answers. A token that was good is remembered until it expires or its key is gone.
 */
public final class RunTokenCheck {

    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 4096;

    private record Checked(RunIdentity run, Instant until, String keyId) {}

    private final RunKeys keys;
    private final InstantSource clock;
    private final Map<String, Checked> remembered = new ConcurrentHashMap<>();

    public RunTokenCheck(RunKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** The run whose token it is; throws {@link IdentityProblem} for anything else. */
    public RunIdentity check(String token) {
        if (token.length() > SignedJwt.MOST_CHARACTERS) {
            throw refused(RunCause.RUN_TOKEN_MALFORMED);
        }
        Checked before = remembered.get(token);
        if (before != null
                && clock.instant().isBefore(before.until())
                && keys.trusted().containsKey(before.keyId())) {
            return before.run();
        }
        try {
            Checked checked = checkAll(token);
            if (remembered.size() >= MOST_REMEMBERED) {
                remembered.clear();
            }
            remembered.put(token, checked);
            return checked.run();
        } catch (ParseException | IllegalArgumentException | ArithmeticException e) {
            throw refused(RunCause.RUN_TOKEN_MALFORMED);
        }
    }

    private Checked checkAll(String token) throws ParseException {
        SignedJwt jwt = SignedJwt.parse(token);
        if (!jwt.ourAlgorithm()) {
            throw refused(RunCause.RUN_TOKEN_ALGORITHM);
        }
        if (!jwt.ofType(RunTokens.TYPE) || !RunKeys.ISSUER.equals(jwt.claims().get("iss"))) {
            throw refused(RunCause.RUN_TOKEN_MALFORMED);
        }
        if (!verifies(keys.trusted(), jwt) && !verifies(keys.afterRotation(), jwt)) {
            throw refused(RunCause.RUN_TOKEN_FORGED);
        }
        Instant now = clock.instant();
        SignedJwt.Life life =
                jwt.life(LONGEST_LIFE).orElseThrow(() -> refused(RunCause.RUN_TOKEN_MALFORMED));
        if (life.future(now, SKEW)) {
            throw refused(RunCause.RUN_TOKEN_NOT_YET_VALID);
        }
        if (life.over(now, SKEW)) {
            throw refused(RunCause.RUN_TOKEN_EXPIRED);
        }
        if (!RunTokens.AUDIENCE.equals(jwt.claims().get("aud"))) {
            throw refused(RunCause.RUN_TOKEN_AUDIENCE);
        }
        return new Checked(run(jwt), life.until().plus(SKEW), jwt.keyId());
    }

    private static boolean verifies(Map<String, PublicKey> trusted, SignedJwt jwt) {
        PublicKey key = trusted.get(jwt.keyId());
        return key != null && jwt.verifies(key);
    }

    private static RunIdentity run(SignedJwt jwt) throws ParseException {
        String[] subject = RunIdentity.parts(jwt.text("sub").orElse(""));
        return new RunIdentity(
                subject[0],
                subject[1],
                subject[2],
                jwt.text("uid").orElse(""),
                jwt.text("agent").orElse(""),
                Math.toIntExact(jwt.number("attempt")),
                jwt.number("lease"));
    }

    private static ProblemException refused(RunCause cause) {
        return new ProblemException(new IdentityProblem.RunRefused(cause));
    }
}
