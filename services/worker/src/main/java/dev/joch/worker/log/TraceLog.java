package dev.joch.worker.log;

import dev.joch.scheduler.v1.Lease;
import dev.joch.trace.v1.AppendLogRequest;
import dev.joch.trace.v1.AppendLogResponse;
import dev.joch.trace.v1.LogChunk;
import dev.joch.trace.v1.TraceServiceGrpc;
import dev.joch.trace.v1.TraceServiceGrpc.TraceServiceStub;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The log of one lease at the trace service. */
public final class TraceLog implements LogSink {

    private static final Logger LOG = LoggerFactory.getLogger(TraceLog.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TraceServiceStub trace;
    private final Lease lease;

    public TraceLog(Channel trace, Lease lease) {
        this.trace = TraceServiceGrpc.newStub(trace);
        this.lease = lease;
    }

    @Override
    public Answer append(List<LogChunk> chunks, boolean close) {
        Once answer = new Once();
        StreamObserver<AppendLogRequest> call =
                trace.withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS).appendLog(answer);
        call.onNext(
                AppendLogRequest.newBuilder()
                        .setExecution(lease.getExecution())
                        .setUid(lease.getUid())
                        .setToken(lease.getToken())
                        .addAllChunks(chunks)
                        .setClose(close)
                        .build());
        call.onCompleted();
        @Nullable Status failure = answer.await();
        if (failure == null) {
            return Answer.TAKEN;
        }
        LOG.debug("a piece of a log was not taken: {}", failure);
        return switch (failure.getCode()) {
            case INVALID_ARGUMENT,
                    FAILED_PRECONDITION,
                    PERMISSION_DENIED,
                    NOT_FOUND,
                    OUT_OF_RANGE,
                    DATA_LOSS ->
                    Answer.REFUSED;
            default -> Answer.AWAY;
        };
    }

    /** The one answer of a call. */
    private static final class Once implements StreamObserver<AppendLogResponse> {

        private final CountDownLatch done = new CountDownLatch(1);
        private volatile @Nullable Status failure;

        @Override
        public void onNext(AppendLogResponse response) {
            // that it came says all
        }

        @Override
        public void onError(Throwable failed) {
            failure = Status.fromThrowable(failed);
            done.countDown();
        }

        @Override
        public void onCompleted() {
            done.countDown();
        }

        @Nullable Status await() {
            try {
                // the deadline of the call ends it; this one is for a transport that lost it
                if (!done.await(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    return Status.DEADLINE_EXCEEDED;
                }
                return failure;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Status.CANCELLED;
            }
        }
    }
}
