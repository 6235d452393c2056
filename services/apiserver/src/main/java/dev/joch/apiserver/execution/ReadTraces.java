package dev.joch.apiserver.execution;

import com.google.protobuf.Timestamp;

import dev.joch.api.v1.GetExecutionTraceRequest;
import dev.joch.api.v1.GetExecutionTraceResponse;
import dev.joch.api.v1.ListExecutionTracesRequest;
import dev.joch.api.v1.ListExecutionTracesResponse;
import dev.joch.apiserver.access.Grant;
import dev.joch.apiserver.access.Verb;
import dev.joch.apiserver.peer.Peer;
import dev.joch.apiserver.resource.Records;
import dev.joch.apiserver.resource.Rights;
import dev.joch.apiserver.resource.Words;
import dev.joch.common.v1.Caller;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.text.DurationText;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.trace.v1.GetTraceRequest;
import dev.joch.trace.v1.GetTraceResponse;
import dev.joch.trace.v1.ListTracesRequest;
import dev.joch.trace.v1.ListTracesResponse;
import dev.joch.trace.v1.TraceServiceGrpc;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Traces of the runs that the caller may read. */
public final class ReadTraces {

    private final Rights rights;
    private final Records records;
    private final Peer traces;
    private final InstantSource clock;

    ReadTraces(Rights rights, Records records, Peer traces, InstantSource clock) {
        this.rights = rights;
        this.records = records;
        this.traces = traces;
        this.clock = clock;
    }

    public GetExecutionTraceResponse get(Caller caller, GetExecutionTraceRequest request) {
        if (request.getTraceId().isEmpty()) {
            ResourceKey key = ExecutionKeys.key(caller, request.getNamespace(), request.getName());
            return records.read(
                    caller,
                    Verb.GET,
                    List.of(Words.text(key)),
                    says -> {
                        says.grants(rights.check(caller, Verb.GET, key));
                        return answer(ask(question(caller).setExecution(key)));
                    });
        }
        return records.read(
                caller,
                Verb.GET,
                List.of("Trace/" + request.getTraceId()),
                says -> {
                    // which run it is of is known only to who keeps it
                    GetTraceResponse found = ask(question(caller).setTraceId(request.getTraceId()));
                    says.grants(authorise(caller, found));
                    return answer(found);
                });
    }

    /** What is of no run is Joch's own, and shows what others do. */
    private List<Grant> authorise(Caller caller, GetTraceResponse found) {
        return found.getTrace().hasExecution()
                ? rights.check(caller, Verb.GET, found.getTrace().getExecution())
                : rights.check(
                        caller,
                        Verb.AUDIT,
                        ResourceKeys.of(caller.getTenant(), ExecutionKeys.KIND, "", ""));
    }

    private static GetTraceRequest.Builder question(Caller caller) {
        return GetTraceRequest.newBuilder().setTenant(caller.getTenant());
    }

    private GetTraceResponse ask(GetTraceRequest.Builder question) {
        return traces.ask(
                channel -> TraceServiceGrpc.newBlockingStub(channel).getTrace(question.build()));
    }

    private static GetExecutionTraceResponse answer(GetTraceResponse found) {
        return GetExecutionTraceResponse.newBuilder()
                .setTrace(found.getTrace())
                .addAllSpans(found.getSpansList())
                .setLeftOut(found.getLeftOut())
                .build();
    }

    public ListExecutionTracesResponse list(Caller caller, ListExecutionTracesRequest request) {
        String place = request.getNamespace().isEmpty() ? "*" : request.getNamespace() + "/*";
        return records.read(
                caller,
                Verb.LIST,
                List.of("Execution/" + place),
                says -> {
                    ListTracesRequest.Builder question =
                            ListTracesRequest.newBuilder()
                                    .setTenant(caller.getTenant())
                                    .addAllNamespaces(
                                            rights.namespaces(
                                                    caller,
                                                    Verb.LIST,
                                                    ExecutionKeys.KIND,
                                                    request.getNamespace(),
                                                    says))
                                    .setAgent(request.getAgent())
                                    .setPageSize(request.getPageSize())
                                    .setPageToken(request.getPageToken());
                    if (!request.getSince().isEmpty()) {
                        question.setSince(
                                timestamp(
                                        clock.instant()
                                                .minus(DurationText.parse(request.getSince()))));
                    }
                    ListTracesResponse page =
                            traces.ask(channel ->
                                    TraceServiceGrpc.newBlockingStub(channel)
                                            .listTraces(question.build()));
                    return ListExecutionTracesResponse.newBuilder()
                            .addAllTraces(page.getTracesList())
                            .setNextPageToken(page.getNextPageToken())
                            .build();
                });
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
