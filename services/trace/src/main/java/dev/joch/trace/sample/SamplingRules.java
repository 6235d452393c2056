package dev.joch.trace.sample;

import dev.joch.trace.span.Sampling;
import dev.joch.trace.store.Verdict;

import java.util.Map;

/**
 * Which spans are kept. Pure.
 *
 * @param usual where nobody says
 * @param byEnvironment where the environment says and the execution does not
 * @param headRatio share of traces that head keeps
 */
public record SamplingRules(Sampling usual, Map<String, Sampling> byEnvironment, double headRatio) {

    private static final int HALF_OF_ID = 16;

    public SamplingRules {
        byEnvironment = Map.copyOf(byEnvironment);
        if (!(headRatio >= 0 && headRatio <= 1)) {
            throw new IllegalArgumentException("joch.trace.sampling.head-ratio is from 0 to 1");
        }
    }

    /**
     * @param said by the execution; empty when it does not
     */
    public Sampling mode(String said, String environment) {
        return said.isEmpty() ? byEnvironment.getOrDefault(environment, usual) : Sampling.of(said);
    }

    /** Of work that is of no execution: whoever sent it has sampled it. */
    public Sampling ofWork() {
        return Sampling.FULL;
    }

    /** What is decided of a trace when its first span is here. */
    public Verdict first(Sampling mode, String traceId) {
        return switch (mode) {
            case FULL -> Verdict.KEPT;
            case HEAD -> inRatio(traceId) ? Verdict.KEPT : Verdict.DROPPED;
            case TAIL, EXEMPLAR -> Verdict.OPEN;
        };
    }

    /** The same for every replica and every part of a trace. */
    private boolean inRatio(String traceId) {
        long low = Long.parseUnsignedLong(traceId.substring(HALF_OF_ID), 16) & Long.MAX_VALUE;
        return headRatio >= 1 || low < headRatio * Long.MAX_VALUE;
    }

    /**
     * Whether a span is kept of a trace about which that was decided before the span came. After
     * tail has dropped a trace, what is remarkable in its late spans is kept all the same.
     */
    public static boolean keeps(Verdict verdict, Sampling mode, boolean remarkable) {
        return verdict != Verdict.DROPPED || (mode == Sampling.TAIL && remarkable);
    }
}
