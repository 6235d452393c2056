package dev.joch.apiserver.execution;

import dev.joch.apiserver.access.AccessGate;
import dev.joch.apiserver.audit.AuditLog;
import dev.joch.apiserver.peer.Peer;
import dev.joch.apiserver.resource.CreateResource;
import dev.joch.apiserver.resource.FindResource;
import dev.joch.apiserver.resource.Records;
import dev.joch.apiserver.resource.Rights;
import dev.joch.service.id.Ids;

import java.time.Duration;
import java.time.InstantSource;

/** All that can be done with runs, put together. */
public record ExecutionUseCases(
        CreateExecution create,
        CancelExecution cancel,
        ExplainExecution explain,
        FollowLog log,
        ReadTraces traces) {

    /** The two services that runs are asked of. */
    public record Peers(Peer scheduler, Peer traces) {}

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
            InstantSource clock) {
        Rights rights = new Rights(gate);
        Records records = new Records(audit);
        return new ExecutionUseCases(
                new CreateExecution(
                        rights,
                        records,
                        create,
                        new TellScheduler(peers.scheduler()),
                        new ExecutionNames(new Ids(clock))),
                new CancelExecution(rights, records, find, peers.scheduler()),
                new ExplainExecution(rights, records, peers.scheduler()),
                new FollowLog(rights, records, find, peers.traces(), recheckRights),
                new ReadTraces(rights, records, peers.traces(), clock));
    }
}
