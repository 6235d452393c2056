package dev.joch.bench;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.api.v1.CancelExecutionRequest;
import dev.joch.api.v1.CreateExecutionRequest;
import dev.joch.api.v1.ExecutionServiceGrpc;
import dev.joch.api.v1.ExecutionServiceGrpc.ExecutionServiceBlockingStub;
import dev.joch.api.v1.FollowExecutionLogRequest;
import dev.joch.api.v1.FollowExecutionLogResponse;
import dev.joch.api.v1.ListResourcesRequest;
import dev.joch.api.v1.WatchResourcesRequest;
import dev.joch.api.v1.WatchResourcesResponse;
import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.resource.v1alpha1.ExecutionSpec;
import dev.joch.resource.v1alpha1.ExecutionStatus;
import dev.joch.resource.v1alpha1.Part;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Runs of the native agents through the public face, and what a watch says of them. */
final class AgentRuns {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Api api;
    private final Map<String, ExecutionStatus> seen = new ConcurrentHashMap<>();

    /** Runs of an earlier bench against the same server have other names. */
    private final String mark = Long.toString(System.nanoTime(), Character.MAX_RADIX);

    private AgentRuns(Api api) {
        this.api = api;
    }

    /** With the agents applied and a watch on their runs. */
    static AgentRuns with(Api api) {
        api.unary(0).applyResources(FleetTexts.request(NativeAgents.records()));
        AgentRuns runs = new AgentRuns(api);
        String from =
                String.valueOf(
                        api.unary(0)
                                .listResources(
                                        ListResourcesRequest.newBuilder()
                                                .setNamespace(NativeAgents.NAMESPACE)
                                                .setKind("Execution")
                                                .setPageSize(1)
                                                .build())
                                .getRevision());
        Thread.ofVirtual().name("watch-runs").start(() -> runs.watchUntilClosed(from));
        return runs;
    }

    private void watchUntilClosed(String from) {
        try {
            watch(from);
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
                throw e;
            }
        }
    }

    private void watch(String from) {
        Iterator<WatchResourcesResponse> changes =
                api.streaming(0)
                        .watchResources(
                                WatchResourcesRequest.newBuilder()
                                        .setNamespace(NativeAgents.NAMESPACE)
                                        .setKind("Execution")
                                        .setResourceVersion(from)
                                        .build());
        while (changes.hasNext()) {
            Resource run = changes.next().getObject();
            if (run.hasStatus()) {
                synchronized (seen) {
                    seen.put(run.getMetadata().getName(), status(run));
                    seen.notifyAll();
                }
            }
        }
    }

    private static ExecutionStatus status(Resource run) {
        try {
            return run.getStatus().unpack(ExecutionStatus.class);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of a run of this bench. */
    String name(String word, int client, long number) {
        return String.join("-", word, mark, "" + client, "" + number);
    }

    private ExecutionServiceBlockingStub calls(int client) {
        return ExecutionServiceGrpc.newBlockingStub(api.channel(client))
                .withCallCredentials(api.token())
                .withDeadlineAfter(LONGEST.toSeconds(), TimeUnit.SECONDS);
    }

    void create(int client, String name, String agent, String text) {
        calls(client)
                .createExecution(
                        CreateExecutionRequest.newBuilder()
                                .setNamespace(NativeAgents.NAMESPACE)
                                .setName(name)
                                .setSpec(
                                        ExecutionSpec.newBuilder()
                                                .setAgentRef(Ref.newBuilder().setName(agent))
                                                .setInput(
                                                        ExecutionInput.newBuilder()
                                                                .addContent(
                                                                        Part.newBuilder()
                                                                                .setKind("text")
                                                                                .setText(text))))
                                .build());
    }

    void cancel(String name) {
        calls(0).cancelExecution(
                        CancelExecutionRequest.newBuilder()
                                .setNamespace(NativeAgents.NAMESPACE)
                                .setName(name)
                                .build());
    }

    void awaitRunning(String name) {
        await(name, status -> status.getPhase().equals("Running"));
    }

    ExecutionStatus awaitEnd(String name) {
        return await(name, ExecutionStatus::hasCompletedAt);
    }

    /** Gives what the program says of itself. */
    ExecutionStatus awaitSuccess(String name) {
        ExecutionStatus status = awaitEnd(name);
        if (!status.getPhase().equals("Succeeded")) {
            throw new IllegalStateException(name + " did not succeed: " + status);
        }
        return status;
    }

    /** A time that the program wrote down, on the clock of System.nanoTime. */
    static long time(ExecutionStatus status, String word) {
        return Long.parseLong(status.getOutput().getFieldsOrThrow(word).getStringValue());
    }

    private ExecutionStatus await(String name, Predicate<ExecutionStatus> wanted) {
        long end = System.nanoTime() + LONGEST.toNanos();
        synchronized (seen) {
            while (true) {
                ExecutionStatus status = seen.get(name);
                if (status != null && wanted.test(status)) {
                    return status;
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new IllegalStateException(name + " is at " + status);
                }
                try {
                    seen.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** Waits until a log is closed; reads its newest line only. */
    void awaitClosedLog(String name) {
        log(name, 1);
    }

    /** Bytes of the log of an ended run that are kept, and those that were counted instead. */
    KeptLog log(String name) {
        return log(name, 0);
    }

    /**
     * What there is of a log.
     *
     * @param kept bytes of the program's own lines that can be read
     * @param counted bytes that were taken in and not kept
     */
    record KeptLog(long kept, long counted) {}

    private KeptLog log(String name, int tail) {
        Iterator<FollowExecutionLogResponse> pieces =
                calls(0).followExecutionLog(
                                FollowExecutionLogRequest.newBuilder()
                                        .setNamespace(NativeAgents.NAMESPACE)
                                        .setName(name)
                                        .setTail(tail)
                                        .setFollow(true)
                                        .build());
        long kept = 0;
        long counted = 0;
        while (pieces.hasNext()) {
            FollowExecutionLogResponse piece = pieces.next();
            kept += piece.getStream().equals("stdout") ? piece.getText().length() : 0;
            counted = Math.max(counted, piece.getDropped());
            if (piece.getClosed()) {
                return new KeptLog(kept, counted);
            }
        }
        throw new IllegalStateException("the log of " + name + " was not closed");
    }
}
