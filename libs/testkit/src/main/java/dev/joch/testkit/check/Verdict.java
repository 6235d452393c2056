package dev.joch.testkit.check;

import dev.joch.testkit.history.Operation;

/** What the search for an order of one key's operations came to. */
public sealed interface Verdict {

    /** There is an order that explains all answers. */
    record Linearizable() implements Verdict {}

    /**
     * There is none.
     *
     * @param explained most operations that any order explains
     * @param stuck the operation that no such order can explain
     */
    record Broken(int explained, Operation stuck) implements Verdict {}

    /**
     * The search was ended.
     *
     * @param visited states looked at until then
     */
    record Undecided(long visited) implements Verdict {}
}
