package dev.joch.worker;

import dev.joch.testkit.wait.Await;
import dev.joch.trace.v1.AppendLogRequest;
import dev.joch.trace.v1.AppendLogResponse;
import dev.joch.trace.v1.LogChunk;
import dev.joch.trace.v1.TraceServiceGrpc.TraceServiceImplBase;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Keeps the logs that come in. */
final class FakeTrace extends TraceServiceImplBase {

    private final Map<String, List<LogChunk>> chunks = new ConcurrentHashMap<>();
    private final Set<String> closed = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    volatile boolean away;
    volatile boolean keep = true;

    /** All that a stream of a run said. */
    String text(String uid, String stream) {
        return chunks.getOrDefault(uid, List.of()).stream()
                .filter(chunk -> chunk.getStream().equals(stream))
                .map(chunk -> chunk.getText().toStringUtf8())
                .collect(Collectors.joining());
    }

    List<LogChunk> chunks(String uid) {
        return chunks.getOrDefault(uid, List.of());
    }

    long bytes() {
        return bytes.get();
    }

    void awaitClosed(String uid) {
        Await.until(
                "the log of " + uid + " ends", Duration.ofSeconds(20), () -> closed.contains(uid));
    }

    boolean isClosed(String uid) {
        return closed.contains(uid);
    }

    @Override
    public StreamObserver<AppendLogRequest> appendLog(StreamObserver<AppendLogResponse> answer) {
        return new StreamObserver<>() {
            private long durable;

            @Override
            public void onNext(AppendLogRequest request) {
                if (away) {
                    return;
                }
                for (LogChunk chunk : request.getChunksList()) {
                    bytes.addAndGet(chunk.getText().size());
                    durable = chunk.getNumber();
                    if (keep) {
                        chunks.computeIfAbsent(
                                        request.getUid(), uid -> new CopyOnWriteArrayList<>())
                                .add(chunk);
                    }
                }
                if (request.getClose()) {
                    closed.add(request.getUid());
                }
            }

            @Override
            public void onError(Throwable failure) {
                // the caller has gone
            }

            @Override
            public void onCompleted() {
                if (away) {
                    answer.onError(Status.UNAVAILABLE.asRuntimeException());
                    return;
                }
                answer.onNext(AppendLogResponse.newBuilder().setDurable(durable).build());
                answer.onCompleted();
            }
        };
    }
}
