package dev.joch.apiserver.webhook;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.api.v1.DeliverWebhookRequest;
import dev.joch.apiserver.resource.FindResource;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.text.DurationText;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.AgentTrigger;
import dev.joch.resource.v1alpha1.AgentWebhook;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.problem.ProblemException;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the trigger that a request is for, and proves that its sender knows the secret. The same
 * steps are taken whether or not there is such a trigger, so that neither the answer nor its time
 * tells.
 */
public final class VerifyDelivery {

    /** A request that is proven. */
    public record Verified(Resource agent, AgentTrigger trigger) {}

    private static final Duration STANDARD_TOLERANCE = Duration.ofMinutes(5);
    private static final byte[] NO_KEY = new byte[32];

    private final FindResource find;
    private final WebhookKeys keys;
    private final InstantSource clock;

    public VerifyDelivery(FindResource find, WebhookKeys keys, InstantSource clock) {
        this.find = find;
        this.keys = keys;
        this.clock = clock;
    }

    /** Throws the one refusal when anything is not as it has to be. */
    public Verified verify(String tenant, DeliverWebhookRequest request) {
        ResourceKey key =
                ResourceKeys.of(tenant, "Agent", request.getNamespace(), request.getAgent());
        Optional<Resource> agent = usable(find.all(List.of(key)), key);
        Optional<AgentTrigger> trigger = agent.flatMap(found -> trigger(found, request));
        AgentWebhook webhook =
                trigger.map(AgentTrigger::getWebhook).orElse(AgentWebhook.getDefaultInstance());
        Optional<byte[]> secret =
                secret(tenant, request, webhook)
                        .flatMap(found -> keys.of(request.getAgent(), found));
        boolean signed =
                WebhookRules.signed(secret.orElse(NO_KEY), request.getHeaders(), request.getBody());
        boolean fresh =
                WebhookRules.fresh(request.getHeaders(), clock.instant(), tolerance(webhook));
        if (!signed || !fresh || secret.isEmpty() || agent.isEmpty() || trigger.isEmpty()) {
            throw new ProblemException(new WebhookProblem.Refused());
        }
        return new Verified(agent.get(), trigger.get());
    }

    private static Optional<AgentTrigger> trigger(Resource agent, DeliverWebhookRequest request) {
        try {
            return agent.getSpec().unpack(AgentSpec.class).getTriggersList().stream()
                    .filter(AgentTrigger::hasWebhook)
                    .filter(trigger -> trigger.getName().equals(request.getTrigger()))
                    .findFirst();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("an Agent has the spec of one", e);
        }
    }

    /** Looked for even where none is named. */
    private Optional<Resource> secret(
            String tenant, DeliverWebhookRequest request, AgentWebhook webhook) {
        Ref named =
                webhook.hasSecretRef()
                        ? webhook.getSecretRef()
                        : Ref.newBuilder().setName("none").build();
        List<ResourceKey> candidates =
                ResourceKeys.candidates(
                        tenant,
                        request.getNamespace(),
                        "Secret",
                        named.getNamespace(),
                        named.getName());
        Map<ResourceKey, Resource> found = find.all(candidates);
        return webhook.hasSecretRef()
                ? candidates.stream().flatMap(key -> usable(found, key).stream()).findFirst()
                : Optional.empty();
    }

    private static Optional<Resource> usable(Map<ResourceKey, Resource> found, ResourceKey key) {
        return Optional.ofNullable(found.get(key))
                .filter(resource -> !resource.getMetadata().hasDeletedAt());
    }

    private static Duration tolerance(AgentWebhook webhook) {
        try {
            return webhook.getTolerance().isEmpty()
                    ? STANDARD_TOLERANCE
                    : DurationText.parse(webhook.getTolerance());
        } catch (IllegalArgumentException | ArithmeticException e) {
            // admission lets nothing else in; what came past it is not trusted for longer
            return STANDARD_TOLERANCE;
        }
    }
}
