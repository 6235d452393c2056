package dev.joch.trace.intake;

import dev.joch.trace.span.RunKey;

/** Who sends spans. */
public sealed interface Sender {

    /**
     * The program of one execution: whatever it sends is of that execution.
     *
     * @param agent that its token names
     */
    record Workload(RunKey run, String agent) implements Sender {
        public Workload {
            if (run.isNone() || run.tenant().isEmpty() || run.namespace().isEmpty()) {
                throw new IllegalArgumentException("a workload is of an execution");
            }
        }
    }

    /** A service of Joch: its spans say themselves which execution they are of. */
    record Service(String name) implements Sender {}
}
