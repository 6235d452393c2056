package dev.joch.apiserver.execution;

import dev.joch.apiserver.access.AccessGate;
import dev.joch.apiserver.audit.AuditLog;
import dev.joch.apiserver.peer.Peer;
import dev.joch.apiserver.resource.CreateResource;
import dev.joch.apiserver.resource.FindResource;
import dev.joch.apiserver.resource.Records;
import dev.joch.apiserver.resource.Rights;
import dev.joch.apiserver.webhook.VerifyDelivery;
import dev.joch.apiserver.webhook.WebhookKeys;
import dev.joch.service.id.Ids;

import java.time.Duration;
import java.time.InstantSource;

/** All that can be done with runs, put together. */
public record ExecutionUseCases(
        CreateExecution create,
        CancelExecution cancel,
        ExplainExecution explain,
        FollowLog log,
        FollowEvents events,
        ReadTraces traces,
        DeliverWebhook webhooks) {

    /** The two services that runs are asked of. */
    public record Peers(Peer scheduler, Peer traces) {}

    /**
     * What requests of webhooks are checked with.
     *
     * @param tenant of those that name none
     */
    public record Webhooks(WebhookKeys keys, String tenant) {}

    /**
     * @param recheckRights how often it is asked whether who follows a log may still do so
     */
    public static ExecutionUseCases over(
            Peers peers,
            CreateResource create,
            FindResource find,
            AccessGate gate,
            AuditLog audit,
            Duration recheckRights,
            Webhooks webhooks,
            InstantSource clock) {
        Rights rights = new Rights(gate);
        Records records = new Records(audit);
        TellScheduler scheduler = new TellScheduler(peers.scheduler());
        return new ExecutionUseCases(
                new CreateExecution(
                        rights, records, create, scheduler, new ExecutionNames(new Ids(clock))),
                new CancelExecution(rights, records, find, peers.scheduler()),
                new ExplainExecution(rights, records, peers.scheduler()),
                new FollowLog(rights, records, find, peers.traces(), recheckRights),
                new FollowEvents(rights, records, find, peers.traces(), recheckRights),
                new ReadTraces(rights, records, peers.traces(), clock),
                new DeliverWebhook(
                        new VerifyDelivery(find, webhooks.keys(), clock),
                        records,
                        find,
                        create,
                        scheduler,
                        webhooks.tenant()));
    }
}
