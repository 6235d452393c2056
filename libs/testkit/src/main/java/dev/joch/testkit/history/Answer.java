package dev.joch.testkit.history;

/** How an operation ended for the client. */
public enum Answer {
    /** It took effect between its invocation and this answer. */
    OK,
    /** It took no effect; the result may hold the reason, which is an observation too. */
    REFUSED,
    /** Nobody knows: the connection broke, or the time was over. */
    UNKNOWN
}
