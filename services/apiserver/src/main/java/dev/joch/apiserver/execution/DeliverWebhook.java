package dev.joch.apiserver.execution;

import dev.joch.api.v1.DeliverWebhookRequest;
import dev.joch.api.v1.DeliverWebhookResponse;
import dev.joch.apiserver.access.Grant;
import dev.joch.apiserver.access.Verb;
import dev.joch.apiserver.resource.CreateResource;
import dev.joch.apiserver.resource.FindResource;
import dev.joch.apiserver.resource.Records;
import dev.joch.apiserver.resource.Words;
import dev.joch.apiserver.webhook.VerifyDelivery;
import dev.joch.apiserver.webhook.VerifyDelivery.Verified;
import dev.joch.apiserver.webhook.WebhookProblem;
import dev.joch.catalogue.trigger.TriggeredRun;
import dev.joch.common.v1.Caller;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.caller.Callers;
import dev.joch.service.problem.ProblemException;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Starts the run of a webhook's request. The signature stands for the token: what the trigger may
 * do was decided when its agent was applied. The name of the run follows from the id of the
 * request, so that a request that comes again finds the run of the first one.
 */
public final class DeliverWebhook {

    /** Bytes of a body; it is kept with the run. */
    public static final int MOST_BODY = 256 * 1024;

    private static final String ALREADY_EXISTS = "ALREADY_EXISTS";

    private final VerifyDelivery verify;
    private final Records records;
    private final FindResource find;
    private final CreateResource create;
    private final TellScheduler scheduler;
    private final String defaultTenant;

    /**
     * @param defaultTenant of requests that name none
     */
    DeliverWebhook(
            VerifyDelivery verify,
            Records records,
            FindResource find,
            CreateResource create,
            TellScheduler scheduler,
            String defaultTenant) {
        this.verify = verify;
        this.records = records;
        this.find = find;
        this.create = create;
        this.scheduler = scheduler;
        this.defaultTenant = defaultTenant;
    }

    public DeliverWebhookResponse run(Caller anybody, DeliverWebhookRequest request) {
        // a token that comes along says nothing here
        Caller sender =
                Caller.newBuilder()
                        .setTenant(
                                request.getTenant().isEmpty() ? defaultTenant : request.getTenant())
                        .setSubject(
                                String.join(
                                        "/",
                                        request.getNamespace(),
                                        request.getAgent(),
                                        request.getTrigger()))
                        .setMethod("webhook")
                        .setRequestId(anybody.getRequestId())
                        .build();
        Context own = Callers.with(sender);
        Context before = own.attach();
        try {
            return deliver(sender, request);
        } finally {
            own.detach(before);
        }
    }

    private DeliverWebhookResponse deliver(Caller sender, DeliverWebhookRequest request) {
        ResourceKey agent =
                ResourceKeys.of(
                        sender.getTenant(), "Agent", request.getNamespace(), request.getAgent());
        AtomicReference<@Nullable Verified> verified = new AtomicReference<>();
        return records.change(
                sender,
                Verb.RUN,
                List.of(Words.text(agent)),
                request,
                () -> {
                    if (request.getBody().size() > MOST_BODY) {
                        throw new ProblemException(new WebhookProblem.TooLarge(MOST_BODY));
                    }
                    verified.set(verify.verify(sender.getTenant(), request));
                    return List.of(new Grant("webhook:" + sender.getSubject()));
                },
                says -> start(sender, Objects.requireNonNull(verified.get()), request, says));
    }

    private DeliverWebhookResponse start(
            Caller sender, Verified verified, DeliverWebhookRequest request, Records.Says says) {
        Resource run =
                TriggeredRun.delivered(
                        verified.agent(),
                        verified.trigger(),
                        request.getHeaders().getId(),
                        request.getBody());
        ResourceKey key = ResourceKeys.of(run);
        if (find.all(List.of(key)).isEmpty()) {
            if (verified.trigger().getSuspend() || TriggeredRun.suspended(verified.agent())) {
                throw new ProblemException(
                        new WebhookProblem.Suspended(verified.trigger().getName()));
            }
            create(sender, run, says);
        }
        return DeliverWebhookResponse.newBuilder()
                .setExecution(key.getName())
                .setNamespace(key.getNamespace())
                .build();
    }

    private void create(Caller sender, Resource run, Records.Says says) {
        try {
            scheduler.submit(create.create(sender, run, "", says));
        } catch (StatusRuntimeException e) {
            // the same request came twice at once, and the other one was first
            if (!Records.reason(e).equals(ALREADY_EXISTS)) {
                throw e;
            }
        }
    }
}
