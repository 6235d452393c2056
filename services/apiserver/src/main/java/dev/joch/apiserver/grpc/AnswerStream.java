package dev.joch.apiserver.grpc;

import com.google.protobuf.Message;

import dev.joch.apiserver.resource.StreamSink;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A stream that is written by a thread of its own, so that the call's callbacks stay free to say
 * when the client takes more.
 */
final class AnswerStream<M extends Message> implements StreamSink<M> {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerStream.class);

    private final ServerCallStreamObserver<M> out;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    AnswerStream(ServerCallStreamObserver<M> out) {
        this.out = out;
        out.setOnReadyHandler(this::signal);
        out.setOnCancelHandler(this::signal);
    }

    /** Must be called before the call's handler returns; comes back at once. */
    void run(Consumer<StreamSink<M>> work) {
        Context context = Context.current();
        context.addListener(cancelled -> signal(), Runnable::run);
        Thread.ofVirtual().name("stream").start(context.wrap(() -> runWork(work)));
    }

    private void runWork(Consumer<StreamSink<M>> work) {
        try {
            work.accept(this);
            if (!out.isCancelled()) {
                out.onCompleted();
            }
        } catch (RuntimeException e) {
            if (!out.isCancelled()) {
                out.onError(answer(e));
            }
        }
    }

    private static StatusRuntimeException answer(RuntimeException exception) {
        return switch (exception) {
            case ProblemException known -> ProblemStatus.toException(known.problem());
            case StatusRuntimeException remote
                    when ProblemStatus.fromException(remote).isPresent() ->
                    remote;
            case StatusRuntimeException remote
                    when remote.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED ->
                    ProblemStatus.toException(new ServiceProblem.DeadlineExceeded("the stream"));
            default -> {
                LOG.error("a stream failed", exception);
                yield ProblemStatus.toException(new ServiceProblem.Internal());
            }
        };
    }

    @Override
    public boolean awaitReady(Duration patience) {
        if (out.isReady()) {
            return true;
        }
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!out.isReady()) {
                if (left <= 0 || out.isCancelled() || Context.current().isCancelled()) {
                    return false;
                }
                // a second at most: readiness is also lost and found without a callback
                long slice = Math.min(left, TimeUnit.SECONDS.toNanos(1));
                left -= slice - Math.max(0, changed.awaitNanos(slice));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void send(M message) {
        Failpoint.APISERVER_WATCH_SEND_BEFORE.hit();
        out.onNext(message);
        Failpoint.APISERVER_WATCH_SEND_AFTER.hit();
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
