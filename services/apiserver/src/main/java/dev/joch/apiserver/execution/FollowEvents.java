package dev.joch.apiserver.execution;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.api.v1.FollowExecutionEventsRequest;
import dev.joch.api.v1.FollowExecutionEventsResponse;
import dev.joch.apiserver.access.Verb;
import dev.joch.apiserver.peer.Peer;
import dev.joch.apiserver.resource.FindResource;
import dev.joch.apiserver.resource.Records;
import dev.joch.apiserver.resource.Rights;
import dev.joch.apiserver.resource.StreamSink;
import dev.joch.apiserver.resource.Words;
import dev.joch.catalogue.run.PhaseWords;
import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.ExecutionStatus;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.trace.v1.ReadEventsRequest;
import dev.joch.trace.v1.ReadEventsResponse;
import dev.joch.trace.v1.RunEvent;
import dev.joch.trace.v1.TraceServiceGrpc;

import io.grpc.Channel;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/**
 * What happened to a run, as it happens: of the run that has the name now, not of those that had it
 * before. The stream ends with the run, or when the caller may not read it any more.
 */
public final class FollowEvents {

    /**
     * Signs of life of a run that is over, after which nobody waits for its end: it was told before
     * anybody kept it, or too long ago. One is too few, as the end may still be on its way.
     */
    private static final int SILENT_ENOUGH = 2;

    private final Rights rights;
    private final Records records;
    private final FindResource find;
    private final Peer traces;
    private final Duration recheck;

    /**
     * @param recheck how often it is asked whether the caller may still read it
     */
    FollowEvents(Rights rights, Records records, FindResource find, Peer traces, Duration recheck) {
        this.rights = rights;
        this.records = records;
        this.find = find;
        this.traces = traces;
        this.recheck = recheck;
    }

    public void run(
            Caller caller,
            FollowExecutionEventsRequest request,
            StreamSink<FollowExecutionEventsResponse> sink) {
        ResourceKey key = ExecutionKeys.key(caller, request.getNamespace(), request.getName());
        Resource execution =
                records.read(
                        caller,
                        Verb.GET,
                        List.of(Words.text(key)),
                        says -> {
                            says.grants(rights.check(caller, Verb.GET, key));
                            return find.get(key);
                        });
        ReadEventsRequest question =
                ReadEventsRequest.newBuilder()
                        .setExecution(key)
                        .setUid(execution.getMetadata().getUid())
                        .setFrom(request.getFrom())
                        .setFollow(request.getFollow())
                        .build();
        OpenReading still = new OpenReading(rights, recheck, caller, key);
        traces.ask(channel -> carry(channel, question, still, sink));
    }

    private boolean carry(
            Channel channel,
            ReadEventsRequest question,
            OpenReading still,
            StreamSink<FollowExecutionEventsResponse> sink) {
        Iterator<ReadEventsResponse> parts =
                TraceServiceGrpc.newBlockingStub(channel).readEvents(question);
        int silent = 0;
        while (parts.hasNext()) {
            ReadEventsResponse part = parts.next();
            still.pass();
            for (RunEvent event : part.getEventsList()) {
                if (!sink.awaitReady(OpenReading.SLOW_CLIENT)) {
                    return false;
                }
                sink.send(EventFacts.shown(event).setDropped(part.getDropped()).build());
            }
            if (part.getEventsCount() > 0) {
                silent = 0;
                continue;
            }
            boolean over = !part.getClosed() && question.getFollow() && isOver(question);
            silent = over ? silent + 1 : 0;
            if (!sink.awaitReady(OpenReading.SLOW_CLIENT)) {
                return false;
            }
            boolean closed = part.getClosed() || silent == SILENT_ENOUGH;
            sink.send(
                    FollowExecutionEventsResponse.newBuilder()
                            .setNext(part.getNext())
                            .setDropped(part.getDropped())
                            .setClosed(closed)
                            .build());
            if (closed) {
                return true;
            }
        }
        return true;
    }

    /** As its record says; one that is gone is over, too. */
    private boolean isOver(ReadEventsRequest question) {
        Resource execution =
                find.all(List.of(question.getExecution())).get(question.getExecution());
        if (execution == null || !execution.getMetadata().getUid().equals(question.getUid())) {
            return true;
        }
        try {
            return execution.hasStatus()
                    && PhaseWords.ended(
                            execution.getStatus().unpack(ExecutionStatus.class).getPhase());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an Execution has the status of another kind", e);
        }
    }
}
