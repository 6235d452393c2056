package dev.joch.trace.intake;

import dev.joch.trace.sample.SamplingRules;
import dev.joch.trace.span.RunFacts;
import dev.joch.trace.span.RunKey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the executions whose spans come now, asked of the store once a while.
 *
 * <p>A store that is away must not stop spans: they are taken by what they say themselves then.
 */
public final class KnownRuns {

    /** What the store knows of an execution. */
    @FunctionalInterface
    public interface Source {
        /** Empty for an execution that is not there, or while nobody answers. */
        Optional<Description> find(RunKey run);
    }

    /**
     * What an execution and its agent say.
     *
     * @param sampling empty when the execution does not say
     */
    public record Description(String agent, String environment, String sampling) {}

    private static final int MOST = 10_000;
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private record Remembered(RunFacts facts, Instant until) {}

    private final Source source;
    private final SamplingRules rules;
    private final InstantSource clock;

    /** The ones that were not asked for longest go first. */
    private final Map<RunKey, Remembered> remembered =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<RunKey, Remembered> eldest) {
                    return size() > MOST;
                }
            };

    public KnownRuns(Source source, SamplingRules rules, InstantSource clock) {
        this.source = source;
        this.rules = rules;
        this.clock = clock;
    }

    RunFacts of(RunKey run) {
        if (run.isNone()) {
            return new RunFacts("", "", rules.ofWork());
        }
        Instant now = clock.instant();
        synchronized (remembered) {
            Remembered before = remembered.get(run);
            if (before != null && now.isBefore(before.until())) {
                return before.facts();
            }
        }
        Optional<Description> found = source.find(run);
        RunFacts facts =
                found.map(said ->
                                new RunFacts(
                                        said.agent(),
                                        said.environment(),
                                        rules.mode(said.sampling(), said.environment())))
                        .orElseGet(() -> new RunFacts("", "", rules.mode("", "")));
        synchronized (remembered) {
            remembered.put(run, new Remembered(facts, now.plus(found.isEmpty() ? RETRY : FRESH)));
        }
        return facts;
    }
}
