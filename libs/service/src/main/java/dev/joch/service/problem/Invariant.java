package dev.joch.service.problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.LongAdder;

/** What must always hold. When it does not, the call ends with INTERNAL and one line in the log. */
public final class Invariant {

    private static final Logger LOG = LoggerFactory.getLogger(Invariant.class);

    private static final LongAdder BROKEN = new LongAdder();

    private Invariant() {}

    public static void check(boolean holds, String sentence) {
        if (!holds) {
            BROKEN.increment();
            IllegalStateException cause = new IllegalStateException(sentence);
            LOG.error("invariant broken: {}", sentence, cause);
            throw new ProblemException(new ServiceProblem.Internal(), cause);
        }
    }

    /** How often an invariant broke in this process. Any number but 0 is a bug. */
    public static long broken() {
        return BROKEN.sum();
    }
}
