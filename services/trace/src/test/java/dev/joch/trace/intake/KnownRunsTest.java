package dev.joch.trace.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.catalogue.Catalogue;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.trace.Arrivals;
import dev.joch.trace.sample.SamplingRules;
import dev.joch.trace.span.RunFacts;
import dev.joch.trace.span.RunKey;
import dev.joch.trace.span.Sampling;

import io.grpc.Context;
import io.grpc.Deadline;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Spans wait for what the store knows of their run, but never long and never in vain. */
final class KnownRunsTest {

    private static final SamplingRules RULES =
            new SamplingRules(Sampling.FULL, Map.of("prod", Sampling.TAIL), 1);

    private final List<RunKey> asked = new ArrayList<>();
    private Instant now = Instant.parse("2026-05-10T10:00:00Z");
    private Optional<KnownRuns.Description> answer = Optional.empty();

    private final KnownRuns runs =
            new KnownRuns(
                    run -> {
                        asked.add(run);
                        return answer;
                    },
                    RULES,
                    () -> now);

    @Test
    void theExecutionDecidesThenItsEnvironmentThenTheDefault() {
        answer = Optional.of(new KnownRuns.Description("triage", "prod", "full"));
        assertThat(runs.of(Arrivals.run("a")).sampling()).isEqualTo(Sampling.FULL);
        answer = Optional.of(new KnownRuns.Description("triage", "prod", ""));
        assertThat(runs.of(Arrivals.run("b")))
                .isEqualTo(new RunFacts("triage", "prod", Sampling.TAIL));
        answer = Optional.of(new KnownRuns.Description("triage", "dev", ""));
        assertThat(runs.of(Arrivals.run("c")).sampling()).isEqualTo(Sampling.FULL);
        assertThat(runs.of(RunKey.NONE).sampling()).isEqualTo(Sampling.FULL);
        assertThat(asked).hasSize(3);
    }

    @Test
    void whatIsKnownIsAskedForOnceAMinuteAndWhatIsNotSooner() {
        answer = Optional.of(new KnownRuns.Description("triage", "dev", ""));
        runs.of(Arrivals.run("a"));
        now = now.plusSeconds(59);
        runs.of(Arrivals.run("a"));
        assertThat(asked).hasSize(1);
        now = now.plusSeconds(2);
        answer = Optional.empty();
        assertThat(runs.of(Arrivals.run("a"))).isEqualTo(new RunFacts("", "", Sampling.FULL));
        now = now.plusSeconds(6);
        runs.of(Arrivals.run("a"));
        assertThat(asked).hasSize(3);
    }

    @Test
    void aStoreThatDoesNotAnswerIsWaitedForTwoSecondsAtMost() {
        List<Deadline> deadlines = new ArrayList<>();
        StoredRuns stored =
                new StoredRuns(
                        new Catalogue() {
                            @Override
                            public Map<ResourceKey, Resource> find(Collection<ResourceKey> keys) {
                                deadlines.add(Context.current().getDeadline());
                                throw new ProblemException(
                                        new ServiceProblem.Unavailable("the resource store"));
                            }

                            @Override
                            public boolean complete() {
                                return true;
                            }
                        });
        assertThat(stored.find(Arrivals.run("a"))).isEmpty();
        assertThat(deadlines).hasSize(1);
        assertThat(deadlines.getFirst().timeRemaining(TimeUnit.MILLISECONDS))
                .isLessThanOrEqualTo(Duration.ofSeconds(2).toMillis());
        assertThat(Context.current().getDeadline()).isNull();
    }
}
