package dev.joch.controllermanager.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.controllermanager.Records;
import dev.joch.controllermanager.graph.Dependent;
import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.Looked;
import dev.joch.controllermanager.status.Subject;
import dev.joch.resource.v1alpha1.AgentStatus;
import dev.joch.resource.v1alpha1.AgentTriggerStatus;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.problem.ProblemException;

import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Schedules of an agent that compiles, looked at again and again. */
final class TriggeredAgentsTest {

    private static final String EVERY_MINUTE = "schedule: {cron: '* * * * *'%s}";
    private static final Instant NOON = Instant.parse("2026-05-10T12:00:00Z");

    private final FakeRuns runs = new FakeRuns();
    private String phase = "Ready";
    private AgentStatus status = AgentStatus.getDefaultInstance();
    private final KindController inner =
            new KindController() {
                @Override
                public String kind() {
                    return "Agent";
                }

                @Override
                public Look look(Subject subject) {
                    return Look.at(subject.draft().phase(phase).ready(true, "Compiled", ""))
                            .depends(Dependent.of(subject.key(), Set.of(), 1));
                }
            };
    private final TriggeredAgents agents = new TriggeredAgents(inner, runs);

    private static Resource agent(String trigger) {
        return Records.of(
                "Agent",
                "a",
                "{framework: {adapterRef: {name: sdk}}, triggers: [{name: t, %s}]}"
                        .formatted(trigger));
    }

    /** What is said is not kept. */
    private Look glance(Resource agent, Instant now) {
        Subject at = Looked.subject(Looked.with(agent, status));
        try {
            return agents.look(
                    new Subject(
                            at.key(),
                            at.resource(),
                            at.spec(),
                            at.status(),
                            at.references(),
                            at.remembered(),
                            at.read(),
                            at.revision(),
                            at.wokenBy(),
                            now));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Look look(Resource agent, Instant now) {
        Look look = glance(agent, now);
        status = (AgentStatus) look.status().build();
        return look;
    }

    private AgentTriggerStatus told() {
        return status.getTriggers(0);
    }

    private static Resource every(String more) {
        return agent(EVERY_MINUTE.formatted(more));
    }

    private static Instant minute(int number) {
        return NOON.plus(Duration.ofMinutes(number)).plusMillis(5);
    }

    @Test
    void itIsLookedAtAgainWhenTheNextTimeComes() {
        Look look = look(every(""), NOON.plusSeconds(20));
        assertThat(look.again()).contains(Duration.ofSeconds(40).plusMillis(1));
        assertThat(runs.started).isEmpty();
        look(every(""), minute(1));
        assertThat(runs.started).hasSize(1);
        assertThat(told().getLastExecution().getName()).isEqualTo(runs.started.getFirst());
        assertThat(ScheduleRules.instant(told().getNextAt())).isEqualTo(NOON.plusSeconds(120));
        look(every(""), minute(1));
        assertThat(runs.started).hasSize(1);
    }

    /** The run is there and the status was never written: a crash in between, or a second one. */
    @Test
    void aTimeWhoseStatusWasLostStartsNoSecondRun() {
        look(every(", concurrencyPolicy: Forbid"), NOON);
        glance(every(", concurrencyPolicy: Forbid"), minute(1));
        assertThat(runs.started).hasSize(1);
        look(every(", concurrencyPolicy: Forbid"), minute(1).plusSeconds(30));
        assertThat(runs.started).hasSize(1);
        assertThat(told().getActiveList()).containsExactlyElementsOf(runs.started);
        assertThat(told().getSkipped()).isZero();
    }

    @Test
    void runsBesideOneAnotherAreAllowed() {
        for (int i = 0; i < 4; i++) {
            look(every(""), minute(i));
        }
        assertThat(runs.started).hasSize(3);
        assertThat(told().getActiveList()).hasSize(3);
    }

    @Test
    void aForbiddenRunIsLeftOutWhileTheEarlierOneGoesOn() {
        Resource agent = every(", concurrencyPolicy: Forbid");
        look(agent, minute(0));
        look(agent, minute(1));
        look(agent, minute(2));
        assertThat(runs.started).hasSize(1);
        assertThat(told().getSkipped()).isEqualTo(1);
        assertThat(told().getMessage())
                .isEqualTo("at 2026-05-10T12:02:00Z " + runs.started.getFirst() + " went on");
        runs.going.clear();
        look(agent, minute(3));
        assertThat(runs.started).hasSize(2);
        assertThat(told().getActiveList()).containsExactly(runs.started.getLast());
    }

    @Test
    void aReplacedRunIsCancelled() {
        Resource agent = every(", concurrencyPolicy: Replace");
        look(agent, minute(0));
        look(agent, minute(1));
        look(agent, minute(2));
        assertThat(runs.started).hasSize(2);
        assertThat(runs.cancelled)
                .containsExactly(
                        runs.started.getFirst()
                                + ": replaced by the run of t at 2026-05-10T12:02:00Z");
    }

    @Test
    void whatIsRefusedIsSaidAndTheNextTimeComes() {
        look(every(""), minute(0));
        runs.refusal = "spec: not here";
        look(every(""), minute(1));
        assertThat(told().getMessage())
                .isEqualTo("at 2026-05-10T12:01:00Z refused: spec: not here");
        runs.refusal = "";
        look(every(""), minute(2));
        assertThat(runs.started).hasSize(1);
    }

    @Test
    void aTimeThatNobodyCouldStartIsTriedAgain() {
        look(every(""), minute(0));
        runs.away = true;
        assertThatThrownBy(() -> look(every(""), minute(1))).isInstanceOf(ProblemException.class);
        runs.away = false;
        look(every(""), minute(1).plusSeconds(20));
        assertThat(runs.started).hasSize(1);
    }

    @Test
    void anAgentThatIsNotReadyFiresWhenItIs() {
        look(every(""), minute(0));
        phase = "Failed";
        assertThat(look(every(""), minute(1)).again()).contains(Duration.ofMinutes(1));
        assertThat(runs.started).isEmpty();
        phase = "Ready";
        look(every(""), minute(1).plusSeconds(30));
        assertThat(runs.started).hasSize(1);
    }

    @Test
    void whatIsSuspendedStartsNothingAndMakesUpForNothing() {
        look(every(""), minute(0));
        Look still = look(agent("suspend: true, " + EVERY_MINUTE.formatted("")), minute(3));
        assertThat(still.again()).isEmpty();
        phase = "Suspended";
        look(every(""), minute(5));
        phase = "Ready";
        look(every(""), minute(7));
        assertThat(runs.started).isEmpty();
        look(every(""), minute(8));
        assertThat(runs.started).hasSize(1);
    }

    @Test
    void aTriggerThatIsGoneIsForgotten() {
        look(every(""), minute(0));
        look(agent("upstream: {agentRef: {name: b}}"), minute(1));
        assertThat(status.getTriggersList()).isEmpty();
        assertThat(runs.started).isEmpty();
    }

    @Test
    void whoFollowsAnAgentDependsOnIt() {
        Look look = look(agent("upstream: {agentRef: {name: b}}"), NOON);
        assertThat(look.dependent().orElseThrow().targets())
                .containsExactly(Records.key("Agent", "b"));
    }
}
