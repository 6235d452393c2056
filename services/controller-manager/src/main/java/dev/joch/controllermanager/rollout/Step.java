package dev.joch.controllermanager.rollout;

/** One thing to do with a pool. Each may be done twice. */
sealed interface Step {

    /** Makes the pool of the wanted revision. */
    record Make(int workers) implements Step {}

    /** Gives a pool that number, and replaces those that ended. */
    record Scale(String pool, int workers) implements Step {}

    /** Ends a pool. */
    record Drop(String pool) implements Step {}
}
