package dev.joch.bench;

import com.google.protobuf.ByteString;

import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.identity.RunIdentity;
import dev.joch.service.identity.RunTokens;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.postgres.TestPostgres;
import dev.joch.trace.intake.OtlpGrpcPort;
import dev.joch.trace.v1.AppendLogRequest;
import dev.joch.trace.v1.AppendLogResponse;
import dev.joch.trace.v1.LogChunk;
import dev.joch.trace.v1.TraceServiceGrpc;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Spans over OTLP and lines of logs, each durable before its answer.
 *
 * <p>Arguments: senders (16), seconds per part (10). A request has 100 spans of eight attributes,
 * an append 1 MB of text; each sender is an execution of its own.
 */
public final class TraceIntake {

    private static final int SPANS = 100;
    private static final int CHUNKS = 16;
    private static final int CHUNK_BYTES = 64 * 1024;

    private TraceIntake() {}

    public static void main(String[] args) {
        int senders = args.length > 0 ? Integer.parseInt(args[0]) : 16;
        Duration length = Duration.ofSeconds(args.length > 1 ? Integer.parseInt(args[1]) : 10);
        String database = TestPostgres.server().newDatabase();
        try (JochProcess process =
                JochProcess.start(
                        List.of("resource-store", "trace"),
                        List.of(),
                        Map.of(
                                "joch.database.url",
                                database,
                                "joch.trace.otlp.host",
                                "127.0.0.1",
                                "joch.trace.otlp.grpc-port",
                                0,
                                "joch.trace.otlp.http-port",
                                -1))) {
            CpuTime java = CpuTime.ofThisProcess();
            CpuTime postgres = new CpuTime(List.of(CpuTime.postgres(database)));
            spans(process, senders, Duration.ofSeconds(5));
            java.restart();
            postgres.restart();
            Load.Measured taken = spans(process, senders, length);
            new Report("trace-spans")
                    .put("senders", senders)
                    .perSecond("spansPerSecond", taken.calls() * SPANS, taken.nanos())
                    .latency("latencyMs", taken.latency())
                    .put("javaCpuMicrosPerSpan", java.microsPer(taken.calls() * SPANS))
                    .put("postgresCpuMicrosPerSpan", postgres.microsPer(taken.calls() * SPANS))
                    .print();
            Channel mesh = process.bean(MeshChannels.class).to("trace");
            lines(mesh, senders, Duration.ofSeconds(5), "warm");
            java.restart();
            postgres.restart();
            Load.Measured lines = lines(mesh, senders, length, "run");
            long megabytes = lines.calls() * CHUNKS * CHUNK_BYTES / (1024 * 1024);
            new Report("trace-logs")
                    .put("senders", senders)
                    .perSecond("megabytesPerSecond", megabytes, lines.nanos())
                    .latency("latencyMs", lines.latency())
                    .put("javaCpuMicrosPerMegabyte", java.microsPer(megabytes))
                    .put("postgresCpuMicrosPerMegabyte", postgres.microsPer(megabytes))
                    .print();
        }
        System.exit(0);
    }

    private static Load.Measured spans(JochProcess process, int senders, Duration length) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", process.bean(OtlpGrpcPort.class).port())
                        .usePlaintext()
                        .build();
        try {
            long begun = System.nanoTime();
            // an agent reads its token anew every few minutes, not for every request
            Map<String, String> tokens = new ConcurrentHashMap<>();
            return Load.closed(
                    senders,
                    length,
                    (client, round) -> {
                        String token =
                                tokens.computeIfAbsent(
                                        "run-" + client + "-" + round / 100,
                                        run -> token(process, run));
                        Metadata headers = new Metadata();
                        headers.put(
                                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                                "Bearer " + token);
                        io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc.newBlockingStub(
                                        channel)
                                .withInterceptors(
                                        MetadataUtils.newAttachHeadersInterceptor(headers))
                                .export(request(begun, client, round));
                    });
        } finally {
            channel.shutdownNow();
        }
    }

    private static String token(JochProcess process, String run) {
        return process.bean(RunTokens.class)
                .issue(new RunIdentity("default", "bench", run, "uid", "bench", 1, 1))
                .token();
    }

    private static ExportTraceServiceRequest request(long begun, int client, long round) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        ByteString trace = id(begun ^ client, round / 100 + 1);
        for (int i = 0; i < SPANS; i++) {
            Span.Builder span =
                    Span.newBuilder()
                            .setTraceId(trace)
                            .setSpanId(id(round * SPANS + i + 1))
                            .setParentSpanId(id(1))
                            .setName("ToolCall")
                            .setStartTimeUnixNano(1_770_000_000_000_000_000L + i)
                            .setEndTimeUnixNano(1_770_000_000_001_000_000L + i);
            for (int attribute = 0; attribute < 8; attribute++) {
                span.addAttributes(
                        KeyValue.newBuilder()
                                .setKey("joch.bench.attribute." + attribute)
                                .setValue(
                                        AnyValue.newBuilder()
                                                .setStringValue("value of attribute " + i)));
            }
            scope.addSpans(span);
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
                .build();
    }

    private static ByteString id(long... parts) {
        ByteBuffer bytes = ByteBuffer.allocate(parts.length * Long.BYTES);
        for (long part : parts) {
            bytes.putLong(part);
        }
        return ByteString.copyFrom(bytes.array());
    }

    private static Load.Measured lines(Channel mesh, int senders, Duration length, String name) {
        ByteString text =
                ByteString.copyFromUtf8(
                                "a line as programs write them, 64 bytes with its feed\n"
                                        .repeat(CHUNK_BYTES / 50))
                        .substring(0, CHUNK_BYTES);
        return Load.closed(
                senders, length, (client, round) -> append(mesh, name + client, round, text));
    }

    private static void append(Channel mesh, String run, long round, ByteString text) {
        AppendLogRequest.Builder request =
                AppendLogRequest.newBuilder()
                        .setExecution(
                                ResourceKey.newBuilder()
                                        .setTenant("default")
                                        .setKind("Execution")
                                        .setNamespace("bench")
                                        .setName(run))
                        .setUid("uid")
                        .setToken(1);
        for (int i = 1; i <= CHUNKS; i++) {
            request.addChunks(
                    LogChunk.newBuilder()
                            .setAttempt(1)
                            .setStream("stdout")
                            .setNumber(round * CHUNKS + i)
                            .setText(text));
        }
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        StreamObserver<AppendLogRequest> stream =
                TraceServiceGrpc.newStub(mesh)
                        .appendLog(
                                new StreamObserver<>() {
                                    @Override
                                    public void onNext(AppendLogResponse answer) {
                                        // durable
                                    }

                                    @Override
                                    public void onError(Throwable cause) {
                                        failure.set(cause);
                                        done.countDown();
                                    }

                                    @Override
                                    public void onCompleted() {
                                        done.countDown();
                                    }
                                });
        stream.onNext(request.build());
        stream.onCompleted();
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("lines were not taken", failure.get());
        }
    }
}
