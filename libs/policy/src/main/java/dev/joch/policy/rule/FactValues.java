package dev.joch.policy.rule;

import dev.joch.policy.fact.Fact;

/** What is known about one question. */
public interface FactValues {

    /** No such fact. */
    Object MISSING = new Object();

    /** The fact is known, and what was looked for inside it is not there. */
    Object ABSENT = new Object();

    /** There is one, but it is not what the vocabulary says, or it had to be there and is not. */
    Object ERROR = new Object();

    /**
     * The value as CEL has it: String, Boolean, Double, Long, List, Map; or {@link #MISSING} or
     * {@link #ERROR}. Never {@link #ABSENT}.
     */
    Object value(Fact fact);
}
