package dev.joch.apiserver.access;

import dev.joch.common.v1.Caller;

/** One kind of token that the server understands. */
interface TokenSource extends AutoCloseable {

    /** Whether a token with that look would be ours to check. Believes nothing yet. */
    boolean recognises(UnverifiedToken token);

    /** The caller whose token it is, or an {@link AccessProblem}. */
    Caller check(UnverifiedToken token);

    /** How long a token that was found good stays so. */
    default TokenLife life(UnverifiedToken token) {
        return TokenLife.ENDLESS;
    }

    @Override
    default void close() {
        // most hold nothing
    }
}
