package dev.joch.trace;

import dev.joch.service.problem.FailureLog;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.trace.follow.PartSink;

import io.grpc.Context;
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
 * What is read part by part, on its way to the reader, written by a thread of its own, so that the
 * call's callbacks stay free to say when the reader takes more.
 */
final class PartStream<M> implements PartSink<M> {

    private static final Logger LOG = LoggerFactory.getLogger(PartStream.class);

    private final ServerCallStreamObserver<M> out;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    PartStream(ServerCallStreamObserver<M> out) {
        this.out = out;
        out.setOnReadyHandler(this::signal);
        out.setOnCancelHandler(this::signal);
    }

    /** Must be called before the call's handler returns; comes back at once. */
    void run(Consumer<PartSink<M>> reading) {
        Context context = Context.current();
        context.addListener(cancelled -> signal(), Runnable::run);
        Thread.ofVirtual().name("read-run").start(context.wrap(() -> read(reading)));
    }

    private void read(Consumer<PartSink<M>> reading) {
        try {
            reading.accept(this);
            if (!gone()) {
                out.onCompleted();
            }
        } catch (RuntimeException e) {
            if (!gone()) {
                out.onError(answer(e));
            }
        }
    }

    private static StatusRuntimeException answer(RuntimeException failure) {
        if (failure instanceof ProblemException known) {
            if (known.getCause() != null) {
                FailureLog.warn(LOG, "a run was not read", known);
            }
            return ProblemStatus.toException(known.problem());
        }
        LOG.error("a run was not read", failure);
        return ProblemStatus.toException(new ServiceProblem.Internal());
    }

    @Override
    public boolean awaitReady(Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!out.isReady()) {
                if (left <= 0 || gone()) {
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
    public boolean gone() {
        return out.isCancelled() || Context.current().isCancelled();
    }

    @Override
    public void send(M part) {
        out.onNext(part);
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
