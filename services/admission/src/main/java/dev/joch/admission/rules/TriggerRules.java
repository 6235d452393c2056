package dev.joch.admission.rules;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.catalogue.trigger.WebhookSecrets;
import dev.joch.resource.kind.Nearest;
import dev.joch.resource.schedule.CronText;
import dev.joch.resource.text.DurationText;
import dev.joch.resource.v1alpha1.AgentSchedule;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.AgentTrigger;
import dev.joch.resource.v1alpha1.AgentWebhook;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.SecretSpec;

import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Triggers that would never fire, or could not be trusted, are found when they are written. That
 * agents do not start one another in a circle is the rule of all hard references.
 */
public final class TriggerRules {

    private static final Duration SHORTEST_TOLERANCE = Duration.ofSeconds(1);
    private static final Duration LONGEST_TOLERANCE = Duration.ofHours(1);

    private final Resolution resolution;
    private final Findings findings;

    public TriggerRules(Resolution resolution, Findings findings) {
        this.resolution = resolution;
        this.findings = findings;
    }

    public void check(Draft draft) {
        if (!(draft.spec().orElse(null) instanceof AgentSpec agent)) {
            return;
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < agent.getTriggersCount(); i++) {
            AgentTrigger trigger = agent.getTriggers(i);
            String path = "spec.triggers[" + i + "]";
            if (!trigger.getName().isEmpty() && !names.add(trigger.getName())) {
                findings.error(
                        draft,
                        Reason.DUPLICATE_ENTRY,
                        path + ".name",
                        "there is a trigger `" + Words.shortened(trigger.getName()) + "` already",
                        "give each trigger a name of its own: runs are told apart by it");
            }
            if (trigger.hasSchedule()) {
                schedule(draft, trigger.getSchedule(), path + ".schedule");
            }
            if (trigger.hasWebhook()) {
                webhook(draft, trigger.getWebhook(), path + ".webhook");
            }
            if (trigger.hasUpstream()) {
                upstream(draft, path + ".upstream");
            }
        }
    }

    private void schedule(Draft draft, AgentSchedule schedule, String path) {
        if (!schedule.getCron().isEmpty()) {
            CronText.problem(schedule.getCron())
                    .ifPresent(problem ->
                            findings.error(
                                    draft,
                                    Reason.INVALID_SCHEDULE,
                                    path + ".cron",
                                    problem,
                                    "write minute, hour, day, month and weekday: \"0 3 * * *\" is"
                                            + " every night at three"));
        }
        // names only: an offset such as +02:00 knows nothing of summer
        if (!schedule.getTimeZone().isEmpty()
                && !ZoneId.getAvailableZoneIds().contains(schedule.getTimeZone())) {
            findings.error(
                    draft,
                    Reason.INVALID_SCHEDULE,
                    path + ".timeZone",
                    "there is no time zone `" + Words.shortened(schedule.getTimeZone()) + "`",
                    Words.didYouMean(
                                    Nearest.to(
                                            schedule.getTimeZone(), ZoneId.getAvailableZoneIds()))
                            + "write a name of the time zone database: Europe/Berlin");
        }
    }

    private void webhook(Draft draft, AgentWebhook webhook, String path) {
        if (!fits(webhook.getTolerance())) {
            findings.error(
                    draft,
                    Reason.INVALID_VALUE,
                    path + ".tolerance",
                    "`" + Words.shortened(webhook.getTolerance()) + "` is not from 1s to 1h",
                    "write 5m: a request that was overheard must not be good for long");
        }
        String field = path + ".secretRef.name";
        secret(draft, field)
                .flatMap(secret -> WebhookSecrets.unusable(draft.name(), secret))
                .ifPresent(found ->
                        findings.error(
                                draft, Reason.SECRET_UNUSABLE, field, found.why(), found.fix()));
    }

    /** What breaks the syntax has been told by the constraints of the contract. */
    private static boolean fits(String tolerance) {
        if (tolerance.isEmpty()) {
            return true;
        }
        try {
            Duration length = DurationText.parse(tolerance);
            return length.compareTo(SHORTEST_TOLERANCE) >= 0
                    && length.compareTo(LONGEST_TOLERANCE) <= 0;
        } catch (IllegalArgumentException e) {
            return true;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /** Absent where the reference rules say that it is missing. */
    private Optional<Resolution.Target> target(Draft draft, String field) {
        return draft.references().stream()
                .filter(reference -> reference.path().equals(field))
                .findFirst()
                .flatMap(reference -> resolution.resolve(draft, reference));
    }

    private Optional<SecretSpec> secret(Draft draft, String field) {
        Optional<Resource> found = target(draft, field).map(Resolution.Target::resource);
        try {
            return found.isPresent() && found.get().getSpec().is(SecretSpec.class)
                    ? Optional.of(found.get().getSpec().unpack(SecretSpec.class))
                    : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    /**
     * The output of a run stays in its namespace, so what is shared by all starts nothing either.
     */
    private void upstream(Draft draft, String path) {
        String field = path + ".agentRef.name";
        Optional<String> elsewhere =
                target(draft, field)
                        .map(target -> target.key().getNamespace())
                        .filter(namespace -> !namespace.equals(draft.namespace()));
        if (elsewhere.isPresent()) {
            findings.error(
                    draft,
                    Reason.NAMESPACE_NOT_ALLOWED,
                    field,
                    "an agent of namespace `"
                            + Words.shortened(elsewhere.get())
                            + "` starts nothing here: what a run returns stays in its namespace",
                    "name an agent of " + draft.namespace());
        }
    }
}
