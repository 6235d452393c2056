package dev.joch.apiserver.access;

import dev.joch.common.v1.Caller;
import dev.joch.service.problem.ProblemException;

import java.util.List;

/**
 * Asks the source that a token seems to be from. The first that recognises it decides: no token is
 * tried on several.
 */
public final class TokenAuthenticator implements Authenticator, AutoCloseable {

    private final List<TokenSource> sources;

    TokenAuthenticator(List<TokenSource> sources) {
        this.sources = List.copyOf(sources);
    }

    @Override
    public Caller authenticate(Credentials credentials) {
        return switch (credentials) {
            case Credentials.Nothing ignored ->
                    throw new ProblemException(
                            new AccessProblem.Unauthenticated(
                                    "this call needs a token and came without one"));
            case Credentials.Unreadable unreadable ->
                    throw new ProblemException(new AccessProblem.TokenMalformed(unreadable.why()));
            case Credentials.BearerToken bearer -> check(UnverifiedToken.of(bearer.token()));
        };
    }

    private Caller check(UnverifiedToken token) {
        for (TokenSource source : sources) {
            if (source.recognises(token)) {
                return source.check(token);
            }
        }
        throw new ProblemException(
                token.jwt()
                        ? new AccessProblem.TokenIssuerUnknown()
                        : new AccessProblem.Unauthenticated("the server does not know this token"));
    }

    @Override
    public TokenLife life(Credentials credentials) {
        if (!(credentials instanceof Credentials.BearerToken(String text))) {
            return TokenLife.ENDLESS;
        }
        UnverifiedToken token = UnverifiedToken.of(text);
        return sources.stream()
                .filter(source -> source.recognises(token))
                .findFirst()
                .map(source -> source.life(token))
                .orElse(TokenLife.ENDLESS);
    }

    @Override
    public void close() {
        sources.forEach(TokenSource::close);
    }
}
