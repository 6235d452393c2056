package dev.joch.trace.log;

import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.batch.GroupCommit;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.trace.follow.RunSignals;
import dev.joch.trace.span.RunKey;
import dev.joch.trace.span.SpanFacts;
import dev.joch.trace.v1.AppendLogRequest;
import dev.joch.trace.v1.AppendLogResponse;
import dev.joch.trace.v1.LogChunk;

import java.time.Duration;

/** Lines of a run become durable. */
public final class AppendLog {

    private static final int MOST_CHUNKS = 1_000;
    private static final int MOST_UID = 128;

    private final GroupCommit<Append, Appended> group;
    private final RunSignals signals;

    public AppendLog(GroupCommit<Append, Appended> group, RunSignals signals) {
        this.group = group;
        this.signals = signals;
    }

    public AppendLogResponse append(AppendLogRequest request, Duration patience) {
        Append append = read(request);
        Appended appended = group.submit(append, patience);
        return switch (appended) {
            case Appended.Refused refused -> throw new ProblemException(refused.problem());
            case Appended.Done done -> {
                signals.told(append.log().run());
                Failpoint.TRACE_ANSWER_BEFORE.hit();
                yield AppendLogResponse.newBuilder()
                        .setDurable(done.durable())
                        .setDropped(done.dropped())
                        .build();
            }
        };
    }

    private static Append read(AppendLogRequest request) {
        ResourceKey key = request.getExecution();
        require(!key.getTenant().isEmpty(), "execution.tenant", "name one");
        require(
                !key.getNamespace().isEmpty() && SpanFacts.isName(key.getNamespace()),
                "execution.namespace",
                "name one of at most 253 characters");
        require(
                !key.getName().isEmpty() && SpanFacts.isName(key.getName()),
                "execution.name",
                "name one of at most 253 characters");
        require(
                !request.getUid().isEmpty()
                        && request.getUid().length() <= MOST_UID
                        && SpanFacts.isName(request.getUid()),
                "uid",
                "name the execution's");
        require(request.getToken() >= 1, "token", "name that of the lease");
        require(
                request.getChunksCount() <= MOST_CHUNKS,
                "chunks",
                "at most " + MOST_CHUNKS + " at once");
        for (LogChunk chunk : request.getChunksList()) {
            require(chunk.getNumber() >= 1, "chunks.number", "counts from 1");
        }
        return new Append(
                new LogKey(RunKey.of(key), request.getUid()),
                request.getToken(),
                request.getChunksList(),
                request.getClose());
    }

    private static void require(boolean holds, String field, String rule) {
        if (!holds) {
            throw new ProblemException(new ServiceProblem.InvalidRequest(field, rule));
        }
    }
}
