package dev.joch.trace.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.rpc.RetryInfo;

import dev.joch.service.batch.GroupCommit;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.testkit.wait.Await;
import dev.joch.trace.Arrivals;
import dev.joch.trace.Spans;
import dev.joch.trace.sample.SamplingRules;
import dev.joch.trace.span.Arrived;
import dev.joch.trace.span.Sampling;
import dev.joch.trace.span.SpanLimits;
import dev.joch.trace.store.Taken;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** A service that cannot keep up says so, and when to come again. */
final class TakeSpansTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final CountDownLatch slow = new CountDownLatch(1);
    private final CountDownLatch underWay = new CountDownLatch(1);

    private TakeSpans take(GroupCommit<List<Arrived>, Taken> group, long mostBytes) {
        return new TakeSpans(
                new SpanLimits(10, 1_000_000, 10_000, 1_000, 10, 10),
                new KnownRuns(
                        run -> Optional.empty(),
                        new SamplingRules(Sampling.FULL, Map.of(), 1),
                        InstantSource.system()),
                group,
                mostBytes);
    }

    private List<Taken> commit(List<List<Arrived>> group) {
        underWay.countDown();
        try {
            slow.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return group.stream().map(spans -> new Taken(spans.size(), 0)).toList();
    }

    @Test
    void whoComesWhileTooMuchWaitsIsToldWhenToComeAgain() throws InterruptedException {
        ExportTraceServiceRequest request = Spans.request(Spans.span(1, 1, 0, "AgentRun"));
        Sender sender = new Sender.Workload(Arrivals.run("run-1"), "triage");
        try (GroupCommit<List<Arrived>, Taken> group =
                new GroupCommit<>("the commit of spans", 4, 1, this::commit)) {
            OtlpEndpoint endpoint =
                    new OtlpEndpoint(take(group, request.getSerializedSize()), () -> sender);
            AtomicReference<Object> first = new AtomicReference<>();
            Thread waiting = Thread.startVirtualThread(() -> endpoint.export(request, into(first)));
            underWay.await();
            AtomicReference<Object> second = new AtomicReference<>();
            endpoint.export(request, into(second));
            StatusRuntimeException refused = (StatusRuntimeException) second.get();
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(
                            ProblemStatus.find(
                                            Objects.requireNonNull(
                                                    StatusProto.fromThrowable(refused)),
                                            RetryInfo.class)
                                    .orElseThrow()
                                    .getRetryDelay()
                                    .getSeconds())
                    .isEqualTo(1);
            slow.countDown();
            Await.until("the first one is taken", SOON, () -> !waiting.isAlive());
            assertThat(first.get()).isEqualTo(ExportTraceServiceResponse.getDefaultInstance());
        }
    }

    @Test
    void aCommitThatFailsIsNoAnswer() {
        try (GroupCommit<List<Arrived>, Taken> group =
                new GroupCommit<>(
                        "the commit of spans",
                        4,
                        1,
                        spans -> {
                            throw new IllegalStateException("the disk is gone");
                        })) {
            TakeSpans take = take(group, 1_000_000);
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            take.take(
                                    new Sender.Service("gateway"),
                                    Spans.request(Spans.span(1, 1, 0, "AgentRun")),
                                    SOON));
        }
    }

    private static StreamObserver<ExportTraceServiceResponse> into(AtomicReference<Object> slot) {
        return new StreamObserver<>() {
            @Override
            public void onNext(ExportTraceServiceResponse answer) {
                slot.set(answer);
            }

            @Override
            public void onError(Throwable failure) {
                slot.set(failure);
            }

            @Override
            public void onCompleted() {
                // the answer came before
            }
        };
    }
}
