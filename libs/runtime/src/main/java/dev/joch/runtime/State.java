package dev.joch.runtime;

/** Where an instance is in its life. Each is at most one of these, in this order. */
public sealed interface State {

    /** Asked for, durably; the program has not begun. */
    record Starting() implements State {}

    record Running() implements State {}

    /**
     * @param status exit status; 128 and the signal after a signal, -1 when nobody saw it
     */
    record Ended(int status, Cause cause) implements State {}

    /** Why it ended. */
    enum Cause {
        /** By itself. */
        EXITED,
        /** By a signal that the runtime's memory limit did not send. */
        KILLED,
        /** It hit its limit of memory. */
        OUT_OF_MEMORY,
        /** The machine or the runtime ended under it. */
        LOST
    }
}
