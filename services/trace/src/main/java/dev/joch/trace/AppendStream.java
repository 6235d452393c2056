package dev.joch.trace;

import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.trace.log.AppendLog;
import dev.joch.trace.v1.AppendLogRequest;
import dev.joch.trace.v1.AppendLogResponse;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/**
 * Chunks on one stream. The next message is taken in when the last one is durable, so a worker that
 * is faster than the database is slowed down and nothing piles up. What was durable before an error
 * stays so; the worker sends again and learns how far it had come.
 */
final class AppendStream implements StreamObserver<AppendLogRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(AppendStream.class);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AppendLog append;
    private final ServerCallStreamObserver<AppendLogResponse> answer;
    private AppendLogResponse last = AppendLogResponse.getDefaultInstance();
    private boolean failed;

    AppendStream(AppendLog append, ServerCallStreamObserver<AppendLogResponse> answer) {
        this.append = append;
        this.answer = answer;
    }

    @Override
    public void onNext(AppendLogRequest request) {
        if (failed) {
            return;
        }
        try {
            TraceEndpoint.requireTenant(request.getExecution().getTenant(), "execution.tenant");
            last = append.append(request, PATIENCE);
        } catch (ProblemException e) {
            failed = true;
            if (e.getCause() != null) {
                LOG.warn("lines were not taken: {}", e.getMessage());
            }
            answer.onError(ProblemStatus.toException(e.problem()));
        } catch (RuntimeException e) {
            failed = true;
            LOG.error("lines were not taken", e);
            answer.onError(ProblemStatus.toException(new ServiceProblem.Internal()));
        }
    }

    @Override
    public void onError(Throwable cause) {
        LOG.debug("a stream of lines broke off", cause);
    }

    @Override
    public void onCompleted() {
        if (!failed) {
            answer.onNext(last);
            answer.onCompleted();
        }
    }
}
