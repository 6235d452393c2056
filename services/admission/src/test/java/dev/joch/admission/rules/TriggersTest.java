package dev.joch.admission.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.admission.Desk;
import dev.joch.admission.review.Review;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.AgentTrigger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Triggers of agents. */
final class TriggersTest {

    private static final String SECRET =
            "{apiVersion: joch.dev/v1alpha1, kind: Secret, metadata: {name: %s}, spec: {source: {type: env, name: %s}%s}}\n";

    private final Desk desk =
            new Desk()
                    .stored(
                            "{apiVersion: joch.dev/v1alpha1, kind: FrameworkAdapter, metadata: {name: sdk}, spec: {framework: sdk, language: python}}\n")
                    .stored(SECRET.formatted("hook", "HOOK_KEY", ""))
                    .stored(SECRET.formatted("own", "JOCH_DATABASE_PASSWORD", ""))
                    .stored(SECRET.formatted("given", "JOCH_SECRET_HOOK", ""))
                    .stored(SECRET.formatted("ours", "K", ", scope: {boundTo: {agents: [a]}}"))
                    .stored(SECRET.formatted("theirs", "K", ", scope: {boundTo: {tools: [t]}}"))
                    .stored(agent("before", ""));

    private static String agent(String name, String triggers) {
        return """
        ---
        apiVersion: joch.dev/v1alpha1
        kind: Agent
        metadata: {name: %s, labels: {team: us}}
        spec: {framework: {adapterRef: {name: sdk}}, triggers: [%s]}
        """
                .formatted(name, triggers);
    }

    @Test
    void whatIsLeftOutIsFilledIn() throws InvalidProtocolBufferException {
        Review review =
                desk.review(
                        agent(
                                "a",
                                "{name: n, schedule: {cron: 0 3 * * *}}, {name: h, webhook: {secretRef: {name: hook}}},"
                                        + " {name: u, upstream: {agentRef: {name: before}}}"));
        assertThat(Desk.lines(review)).isEmpty();
        AgentSpec spec =
                review.admitted().getFirst().getResource().getSpec().unpack(AgentSpec.class);
        AgentTrigger nightly = spec.getTriggers(0);
        assertThat(nightly.getSchedule().getTimeZone()).isEqualTo("UTC");
        assertThat(nightly.getSchedule().getConcurrencyPolicy()).isEqualTo("Allow");
        assertThat(nightly.hasWebhook() || nightly.hasUpstream()).isFalse();
        assertThat(spec.getTriggers(1).getWebhook().getTolerance()).isEqualTo("5m");
        assertThat(spec.getTriggers(2).getUpstream().getPhasesList()).containsExactly("Succeeded");
        assertThat(review.admitted().getFirst().getReferencesList())
                .extracting(key -> key.getKind() + "/" + key.getName())
                .contains("Secret/hook", "Agent/before");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: t, schedule: {cron: 61 * * * *}}|INVALID_SCHEDULE spec.triggers[0].schedule.cron",
                "{name: t, schedule: {cron: 0 0 30 2 *}}|INVALID_SCHEDULE spec.triggers[0].schedule.cron",
                "{name: t, schedule: {cron: '@daily', timeZone: Europe/Berlim}}|INVALID_SCHEDULE spec.triggers[0].schedule.timeZone",
                "{name: t, schedule: {cron: '@daily', timeZone: '+02:00'}}|INVALID_SCHEDULE spec.triggers[0].schedule.timeZone",
                "{name: t, schedule: {cron: '@daily', concurrencyPolicy: Wait}}|NOT_ALLOWED spec.triggers[0].schedule.concurrencyPolicy",
                "{name: t, schedule: {cron: '@daily', startingDeadline: soon}}|INVALID_VALUE spec.triggers[0].schedule.startingDeadline",
                "{name: t, webhook: {secretRef: {name: nobody}}}|REFERENCE_MISSING spec.triggers[0].webhook.secretRef.name",
                "{name: t, webhook: {secretRef: {name: theirs}}}|SECRET_UNUSABLE spec.triggers[0].webhook.secretRef.name",
                "{name: t, webhook: {secretRef: {name: own}}}|SECRET_UNUSABLE spec.triggers[0].webhook.secretRef.name",
                "{name: t, webhook: {secretRef: {name: hook}, tolerance: 2h}}|INVALID_VALUE spec.triggers[0].webhook.tolerance",
                "{name: t, upstream: {agentRef: {name: nobody}}}|REFERENCE_MISSING spec.triggers[0].upstream.agentRef.name",
                "{name: t, upstream: {agentRef: {name: before}, phases: [Running]}}|NOT_ALLOWED spec.triggers[0].upstream.phases[0]",
                "{name: t, upstream: {agentRef: {name: a}}}|REFERENCE_CYCLE spec.triggers[0].upstream.agentRef.name",
                "{name: T, schedule: {cron: '@daily'}}|INVALID_VALUE spec.triggers[0].name",
            })
    void whatCouldNotFireIsToldWhere(String trigger, String finding) {
        assertThat(Desk.reasons(desk.review(agent("a", trigger)))).containsExactly(finding);
    }

    @Test
    void aTriggerIsOneThing() {
        assertThat(Desk.reasons(desk.review(agent("a", "{name: t}"))))
                .containsExactly("INVALID_VALUE spec.triggers[0]");
        assertThat(
                        Desk.reasons(
                                desk.review(
                                        agent(
                                                "a",
                                                "{name: t, schedule: {cron: '@daily'}, webhook: {secretRef: {name: hook}}}"))))
                .containsExactly("INVALID_VALUE spec.triggers[0]");
    }

    @Test
    void namesAreTheirOwn() {
        assertThat(
                        desk.findings(
                                agent(
                                        "a",
                                        "{name: t, schedule: {cron: '@daily'}}, {name: t, schedule: {cron: '@hourly'}}")))
                .containsExactly(
                        "0 ERROR DUPLICATE_ENTRY spec.triggers[1].name | there is a trigger `t` already | give each"
                                + " trigger a name of its own: runs are told apart by it");
    }

    @Test
    void theNearestZoneIsNamed() {
        assertThat(
                        desk.findings(
                                agent(
                                        "a",
                                        "{name: t, schedule: {cron: '@daily', timeZone: Europe/Berlim}}")))
                .containsExactly(
                        "0 ERROR INVALID_SCHEDULE spec.triggers[0].schedule.timeZone | there is no time zone"
                                + " `Europe/Berlim` | did you mean `Europe/Berlin`? write a name of the time zone"
                                + " database: Europe/Berlin");
    }

    @Test
    void secretsThatAreGivenOrBoundToTheAgentAreItsOwn() {
        for (String secret : new String[] {"given", "ours"}) {
            assertThat(
                            desk.findings(
                                    agent(
                                            "a",
                                            "{name: t, webhook: {secretRef: {name: %s}}}"
                                                    .formatted(secret))))
                    .isEmpty();
        }
    }

    @Test
    void agentsThatStartOneAnotherInACircleAreRefused() {
        desk.stored(agent("b", "{name: t, upstream: {agentRef: {name: a}}}"));
        assertThat(
                        Desk.reasons(
                                desk.review(
                                        agent("a", "{name: t, upstream: {agentRef: {name: b}}}"))))
                .containsExactly("REFERENCE_CYCLE spec.triggers[0].upstream.agentRef.name");
    }

    @Test
    void anAgentOfAnotherNamespaceStartsNothingHere() {
        desk.stored(
                agent("far", "")
                        .replace("metadata: {name: far", "metadata: {name: far, namespace: other"));
        assertThat(
                        Desk.reasons(
                                desk.review(
                                        agent(
                                                "a",
                                                "{name: t, upstream: {agentRef: {name: far, namespace: other}}}"))))
                .containsExactly("NAMESPACE_NOT_ALLOWED spec.triggers[0].upstream.agentRef.name");
    }
}
