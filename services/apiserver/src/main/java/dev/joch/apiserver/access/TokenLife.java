package dev.joch.apiserver.access;

import dev.joch.service.problem.Problem;

import io.grpc.Context;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Until when a token is good. A call that outlives its token, as a watch does, asks again and
 * again.
 */
@FunctionalInterface
public interface TokenLife {

    /** Of what does not expire. */
    TokenLife ENDLESS = Optional::empty;

    /** Why the token is good no more, if that is so. */
    Optional<Problem> ended();

    /** Ends at a moment. */
    static TokenLife until(Instant end, InstantSource clock) {
        return () ->
                clock.instant().isBefore(end)
                        ? Optional.empty()
                        : Optional.of(new AccessProblem.TokenExpired(end.toString()));
    }

    /** That of the current call. */
    static TokenLife current() {
        return Current.LIFE.get().get();
    }

    /**
     * Hands it on with a call.
     *
     * @param life asked by long calls only
     */
    static Context with(Context context, Supplier<TokenLife> life) {
        return context.withValue(Current.LIFE, life);
    }

    /** Where the life of a call's token is kept. */
    final class Current {

        private static final Context.Key<Supplier<TokenLife>> LIFE =
                Context.keyWithDefault("joch-token-life", () -> ENDLESS);

        private Current() {}
    }
}
