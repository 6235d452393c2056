package dev.joch.service.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.joch.service.id.Ids;
import dev.joch.service.problem.ProblemException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Tokens of runs: what is in them, who signs them, and what becomes of almost right ones. */
class RunTokenTest {

    private static final RunIdentity RUN =
            new RunIdentity("acme", "support", "run-1", "uid-1", "triage", 2, 7);
    private static final long NOW = new MovableClock().instant().getEpochSecond();

    private final MovableClock clock = new MovableClock();
    @TempDir private Path folder = Path.of("");

    private RunKeys files(String service) {
        try {
            GenerateKeys.make(folder, service);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return RunKeys.inFiles(
                service, folder.resolve(service + ".key"), folder.resolve("trust"), clock);
    }

    private RunTokens tokens(RunKeys keys) {
        return new RunTokens(keys, new Ids(clock), clock);
    }

    private static String reason(RunTokenCheck check, String token) {
        return assertThrows(ProblemException.class, () -> check.check(token)).problem().reason();
    }

    @Test
    void inOneProcessItIsKnownToItself() {
        RunKeys keys = RunKeys.ofThisProcess();
        RunTokens.Issued issued = tokens(keys).issue(RUN);
        assertThat(new RunTokenCheck(keys, clock).check(issued.token())).isEqualTo(RUN);
        assertThat(issued.expiresAt()).isEqualTo(clock.instant().plus(RunTokens.LIFE));
        assertThat(reason(new RunTokenCheck(RunKeys.ofThisProcess(), clock), issued.token()))
                .isEqualTo("RUN_TOKEN_FORGED");
    }

    @Test
    void splitItIsTheSchedulersKeyThatEverybodyTrusts() {
        RunKeys scheduler = files("scheduler");
        RunTokenCheck trace = new RunTokenCheck(files("trace"), clock);
        String token = tokens(scheduler).issue(RUN).token();
        assertThat(trace.check(token)).isEqualTo(RUN);
        assertThrows(IllegalStateException.class, () -> tokens(files("trace")).issue(RUN));
    }

    @Test
    void aKeyThatIsTakenAwayIsGoodForAMinuteAtMost() throws IOException {
        RunKeys scheduler = files("scheduler");
        RunTokenCheck trace = new RunTokenCheck(files("trace"), clock);
        String token = tokens(scheduler).issue(RUN).token();
        assertThat(trace.check(token)).isEqualTo(RUN);
        Files.delete(folder.resolve("trust").resolve("scheduler.pub"));
        clock.advance(Duration.ofSeconds(61));
        assertThat(reason(trace, token)).isEqualTo("RUN_TOKEN_FORGED");
    }

    @Test
    void itEndsWithItsTimeAlsoWhenItWasRemembered() {
        RunKeys keys = RunKeys.ofThisProcess();
        RunTokenCheck check = new RunTokenCheck(keys, clock);
        String token = tokens(keys).issue(RUN).token();
        check.check(token);
        clock.advance(Duration.ofSeconds(300 + 59));
        assertThat(check.check(token)).isEqualTo(RUN);
        clock.advance(Duration.ofSeconds(1));
        assertThat(reason(check, token)).isEqualTo("RUN_TOKEN_EXPIRED");
    }

    private static Arguments attack(
            String reason, String type, Consumer<Map<String, Object>> change) {
        return Arguments.of(reason, type, change);
    }

    static Stream<Arguments> attacks() {
        String type = RunTokens.TYPE;
        return Stream.of(
                attack("RUN_TOKEN_MALFORMED", ServiceTokens.TYPE, claims -> {}),
                attack("RUN_TOKEN_MALFORMED", type, claims -> claims.put("iss", "worker")),
                attack("RUN_TOKEN_MALFORMED", type, claims -> claims.remove("iss")),
                attack("RUN_TOKEN_MALFORMED", type, claims -> claims.put("sub", "service:x")),
                attack("RUN_TOKEN_MALFORMED", type, claims -> claims.put("sub", "execution:a/b")),
                attack(
                        "RUN_TOKEN_MALFORMED",
                        type,
                        claims -> claims.put("sub", "execution:a/b/c/d")),
                attack("RUN_TOKEN_MALFORMED", type, claims -> claims.remove("uid")),
                attack("RUN_TOKEN_MALFORMED", type, claims -> claims.put("attempt", 1L << 40)),
                attack("RUN_TOKEN_MALFORMED", type, claims -> claims.put("lease", "seven")),
                attack("RUN_TOKEN_MALFORMED", type, claims -> claims.put("exp", NOW + 3600)),
                attack("RUN_TOKEN_MALFORMED", type, claims -> claims.remove("exp")),
                attack("RUN_TOKEN_AUDIENCE", type, claims -> claims.put("aud", "scheduler")),
                attack("RUN_TOKEN_AUDIENCE", type, claims -> claims.remove("aud")),
                attack(
                        "RUN_TOKEN_EXPIRED",
                        type,
                        claims -> {
                            claims.put("iat", NOW - 600);
                            claims.put("exp", NOW - 60);
                        }),
                attack(
                        "RUN_TOKEN_NOT_YET_VALID",
                        type,
                        claims -> {
                            claims.put("iat", NOW + 61);
                            claims.put("exp", NOW + 361);
                        }));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void almostRightOnesAreRefused(
            String reason, String type, Consumer<Map<String, Object>> change) {
        RunKeys keys = RunKeys.ofThisProcess();
        RunKeys.Signing with = keys.signing();
        Map<String, Object> claims = claims();
        change.accept(claims);
        String token = SignedJwt.mint(type, claims, with.keyId(), with.key());
        assertThat(reason(new RunTokenCheck(keys, clock), token)).isEqualTo(reason);
    }

    @Test
    void whatIsNotAnIntactTokenIsRefused() {
        RunKeys keys = RunKeys.ofThisProcess();
        RunTokenCheck check = new RunTokenCheck(keys, clock);
        String token = tokens(keys).issue(RUN).token();
        assertThat(reason(check, "")).isEqualTo("RUN_TOKEN_MALFORMED");
        assertThat(reason(check, "a.b")).isEqualTo("RUN_TOKEN_MALFORMED");
        assertThat(reason(check, token + "x".repeat(5000))).isEqualTo("RUN_TOKEN_MALFORMED");
        assertThat(reason(check, token.substring(0, token.length() - 8)))
                .isEqualTo("RUN_TOKEN_FORGED");
        KeyPair other = Ed25519.generate();
        PrivateKey stranger = other.getPrivate();
        String forged = SignedJwt.mint(RunTokens.TYPE, claims(), keys.signing().keyId(), stranger);
        assertThat(reason(check, forged)).isEqualTo("RUN_TOKEN_FORGED");
    }

    private static Map<String, Object> claims() {
        Map<String, Object> claims = new TreeMap<>();
        claims.put("iss", "scheduler");
        claims.put("sub", RUN.subject());
        claims.put("aud", RunTokens.AUDIENCE);
        claims.put("jti", "1");
        claims.put("iat", NOW);
        claims.put("exp", NOW + 300);
        claims.put("uid", RUN.uid());
        claims.put("agent", RUN.agent());
        claims.put("attempt", RUN.attempt());
        claims.put("lease", RUN.lease());
        return claims;
    }
}
