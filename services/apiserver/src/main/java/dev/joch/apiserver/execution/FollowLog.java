package dev.joch.apiserver.execution;

import dev.joch.api.v1.FollowExecutionLogRequest;
import dev.joch.api.v1.FollowExecutionLogResponse;
import dev.joch.apiserver.access.Verb;
import dev.joch.apiserver.peer.Peer;
import dev.joch.apiserver.resource.FindResource;
import dev.joch.apiserver.resource.Records;
import dev.joch.apiserver.resource.Rights;
import dev.joch.apiserver.resource.StreamSink;
import dev.joch.apiserver.resource.Words;
import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.trace.v1.LogChunk;
import dev.joch.trace.v1.ReadLogRequest;
import dev.joch.trace.v1.ReadLogResponse;
import dev.joch.trace.v1.TraceServiceGrpc;

import io.grpc.Channel;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/**
 * What an agent program writes, as it is written. A client that takes nothing for a while holds
 * nothing back but its own stream, which ends: it can go on from where it was. So does the stream
 * of a caller who may not read it any more.
 */
public final class FollowLog {

    private final Rights rights;
    private final Records records;
    private final FindResource find;
    private final Peer traces;
    private final Duration recheck;

    /**
     * @param recheck how often it is asked whether the caller may still read it
     */
    FollowLog(Rights rights, Records records, FindResource find, Peer traces, Duration recheck) {
        this.rights = rights;
        this.records = records;
        this.find = find;
        this.traces = traces;
        this.recheck = recheck;
    }

    public void run(
            Caller caller,
            FollowExecutionLogRequest request,
            StreamSink<FollowExecutionLogResponse> sink) {
        ResourceKey key = ExecutionKeys.key(caller, request.getNamespace(), request.getName());
        records.read(
                caller,
                Verb.GET,
                List.of(Words.text(key)),
                says -> {
                    says.grants(rights.check(caller, Verb.GET, key));
                    return find.get(key);
                });
        ReadLogRequest question =
                ReadLogRequest.newBuilder()
                        .setExecution(key)
                        .setFrom(request.getFrom())
                        .setTail(request.getTail())
                        .setFollow(request.getFollow())
                        .build();
        OpenReading still = new OpenReading(rights, recheck, caller, key);
        traces.ask(channel -> carry(channel, question, still, sink));
    }

    private static boolean carry(
            Channel channel,
            ReadLogRequest question,
            OpenReading still,
            StreamSink<FollowExecutionLogResponse> sink) {
        Iterator<ReadLogResponse> pieces =
                TraceServiceGrpc.newBlockingStub(channel).readLog(question);
        while (pieces.hasNext()) {
            ReadLogResponse piece = pieces.next();
            still.pass();
            for (int i = 0; i < piece.getChunksCount(); i++) {
                boolean last = i == piece.getChunksCount() - 1;
                if (!sink.awaitReady(OpenReading.SLOW_CLIENT)) {
                    return false;
                }
                sink.send(
                        line(
                                piece.getChunks(i),
                                last ? piece : ReadLogResponse.getDefaultInstance()));
            }
            if (piece.getChunksCount() == 0 && sink.awaitReady(OpenReading.SLOW_CLIENT)) {
                sink.send(line(LogChunk.getDefaultInstance(), piece));
            }
        }
        return true;
    }

    private static FollowExecutionLogResponse line(LogChunk chunk, ReadLogResponse end) {
        FollowExecutionLogResponse.Builder line =
                FollowExecutionLogResponse.newBuilder()
                        // programs write bytes; what is no text is shown as such
                        .setText(chunk.getText().toStringUtf8())
                        .setStream(chunk.getStream())
                        .setAttempt(chunk.getAttempt())
                        .setNext(end.getNext())
                        .setDropped(end.getDropped())
                        .setClosed(end.getClosed());
        if (chunk.hasAt()) {
            line.setAt(chunk.getAt());
        }
        return line.build();
    }
}
