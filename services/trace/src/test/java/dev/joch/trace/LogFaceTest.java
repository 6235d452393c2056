package dev.joch.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.wait.Await;
import dev.joch.trace.v1.AppendLogRequest;
import dev.joch.trace.v1.AppendLogResponse;
import dev.joch.trace.v1.LogChunk;
import dev.joch.trace.v1.ReadLogRequest;
import dev.joch.trace.v1.ReadLogResponse;
import dev.joch.trace.v1.TraceServiceGrpc;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The real module with a real Postgres: lines in and out over the mesh. */
@ExtendWith(Postgres.class)
final class LogFaceTest {

    private static final ResourceKey RUN = ResourceKeys.of("acme", "Execution", "support", "run-1");
    private static final Duration SOON = Duration.ofSeconds(20);

    private String jdbc;
    private JochProcess process;
    private Channel mesh;

    @BeforeEach
    void start(PostgresUrl url) {
        jdbc = url.jdbc();
        open();
    }

    private void open() {
        process =
                JochProcess.start(
                        List.of("trace"),
                        List.of(),
                        Map.of(
                                "joch.database.url", jdbc,
                                "joch.trace.otlp.grpc-port", -1,
                                "joch.trace.otlp.http-port", -1,
                                "joch.trace.logs.max-bytes", 4000,
                                "joch.trace.logs.heartbeat", "50ms"));
        mesh = process.bean(MeshChannels.class).to("trace");
    }

    @AfterEach
    void stop() {
        process.close();
    }

    static LogChunk chunk(long number, String text) {
        return LogChunk.newBuilder()
                .setAttempt(1)
                .setStream("stdout")
                .setNumber(number)
                .setText(ByteString.copyFromUtf8(text))
                .build();
    }

    private static AppendLogRequest lines(long token, LogChunk... chunks) {
        return AppendLogRequest.newBuilder()
                .setExecution(RUN)
                .setUid("uid-1")
                .setToken(token)
                .addAllChunks(List.of(chunks))
                .build();
    }

    private AppendLogResponse append(AppendLogRequest... requests) {
        return append(mesh, requests);
    }

    static AppendLogResponse append(Channel mesh, AppendLogRequest... requests) {
        BlockingQueue<Object> answers = new ArrayBlockingQueue<>(2);
        StreamObserver<AppendLogRequest> stream =
                TraceServiceGrpc.newStub(mesh)
                        .withDeadlineAfter(20, TimeUnit.SECONDS)
                        .appendLog(
                                new StreamObserver<>() {
                                    @Override
                                    public void onNext(AppendLogResponse answer) {
                                        answers.add(answer);
                                    }

                                    @Override
                                    public void onError(Throwable failure) {
                                        answers.add(failure);
                                    }

                                    @Override
                                    public void onCompleted() {
                                        // the answer came before
                                    }
                                });
        List.of(requests).forEach(stream::onNext);
        stream.onCompleted();
        Object answer = Await.value("an answer", SOON, answers::poll);
        if (answer instanceof RuntimeException failure) {
            throw failure;
        }
        return (AppendLogResponse) answer;
    }

    private List<ReadLogResponse> read(ReadLogRequest.Builder request) {
        List<ReadLogResponse> parts = new ArrayList<>();
        TraceServiceGrpc.newBlockingStub(mesh)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .readLog(request.setExecution(RUN).build())
                .forEachRemaining(parts::add);
        return parts;
    }

    static String text(List<ReadLogResponse> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part ->
                part.getChunksList().forEach(chunk -> text.append(chunk.getText().toStringUtf8())));
        return text.toString();
    }

    private String reason(AppendLogRequest... requests) {
        StatusRuntimeException refused =
                assertThrows(StatusRuntimeException.class, () -> append(requests));
        return ProblemStatus.fromException(refused).orElseThrow().reason();
    }

    @Test
    void linesComeOutAsTheyWentIn() {
        AppendLogResponse done =
                append(
                        lines(1, chunk(1, "one\n"), chunk(2, "two\n")),
                        lines(1, chunk(3, "three\n")));
        assertThat(done.getDurable()).isEqualTo(3);
        List<ReadLogResponse> parts = read(ReadLogRequest.newBuilder());
        assertThat(text(parts)).isEqualTo("one\ntwo\nthree\n");
        assertThat(parts.getLast().getClosed()).isFalse();
        // resumed behind it, nothing comes until more is there
        String next = parts.getLast().getNext();
        assertThat(text(read(ReadLogRequest.newBuilder().setFrom(next)))).isEmpty();
        append(lines(1, chunk(4, "four\n")).toBuilder().setClose(true).build());
        List<ReadLogResponse> rest = read(ReadLogRequest.newBuilder().setFrom(next));
        assertThat(text(rest)).isEqualTo("four\n");
        assertThat(rest.getLast().getClosed()).isTrue();
    }

    @Test
    void whatComesTwiceIsThereOnceAndAGapIsTold() {
        append(lines(1, chunk(1, "one\n"), chunk(2, "two\n")));
        assertThat(append(lines(1, chunk(2, "two\n"), chunk(3, "three\n"))).getDurable())
                .isEqualTo(3);
        assertThat(reason(lines(1, chunk(5, "five\n")))).isEqualTo("LOG_GAP");
        assertThat(text(read(ReadLogRequest.newBuilder()))).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void anOlderLeaseWritesNoMore() {
        append(lines(1, chunk(1, "old\n")));
        append(lines(2, chunk(1, "new\n")));
        assertThat(reason(lines(1, chunk(2, "late\n")))).isEqualTo("LOG_TAKEN_OVER");
        assertThat(text(read(ReadLogRequest.newBuilder()))).isEqualTo("old\nnew\n");
    }

    @Test
    void theLastLinesAreFoundAcrossChunks() {
        append(
                lines(1, chunk(1, "one\ntwo\n")),
                lines(1, chunk(2, "thr"), chunk(3, "ee\n")),
                lines(1, chunk(4, "four\nfive")));
        assertThat(text(read(ReadLogRequest.newBuilder().setTail(1)))).isEqualTo("five");
        assertThat(text(read(ReadLogRequest.newBuilder().setTail(3))))
                .isEqualTo("three\nfour\nfive");
        assertThat(text(read(ReadLogRequest.newBuilder().setTail(100))))
                .isEqualTo("one\ntwo\nthree\nfour\nfive");
    }

    @Test
    void aLongLogKeepsItsBeginningAndItsEnd() {
        String line = "x".repeat(99) + "\n";
        long dropped = 0;
        for (int i = 1; i <= 200; i++) {
            dropped = append(lines(1, chunk(i, i == 1 ? "first\n" : line))).getDropped();
        }
        append(lines(1, chunk(201, "last\n")));
        List<ReadLogResponse> parts = read(ReadLogRequest.newBuilder());
        assertThat(text(parts)).startsWith("first\n").endsWith("last\n");
        assertThat((long) text(parts).length()).isBetween(4000L, 4800L);
        assertThat(dropped).isGreaterThan(14_000);
        assertThat(text(parts).length() + parts.getLast().getDropped()).isEqualTo(19_911);
    }

    @Test
    void aFollowerSeesWhatComesAndTheEnd() {
        append(lines(1, chunk(1, "one\n")));
        List<ReadLogResponse> parts = new CopyOnWriteArrayList<>();
        Thread follower =
                Thread.startVirtualThread(() ->
                        TraceServiceGrpc.newBlockingStub(mesh)
                                .withDeadlineAfter(20, TimeUnit.SECONDS)
                                .readLog(
                                        ReadLogRequest.newBuilder()
                                                .setExecution(RUN)
                                                .setFollow(true)
                                                .build())
                                .forEachRemaining(parts::add));
        Await.until("the first line", SOON, () -> text(parts).equals("one\n"));
        append(lines(1, chunk(2, "two\n")));
        Await.until("the second line", SOON, () -> text(parts).equals("one\ntwo\n"));
        Await.until(
                "a sign of life",
                SOON,
                () -> !parts.isEmpty() && parts.getLast().getChunksCount() == 0);
        append(lines(1).toBuilder().setClose(true).build());
        Await.until("the end", SOON, () -> !follower.isAlive());
        assertThat(parts.getLast().getClosed()).isTrue();
    }

    @Test
    void aFollowerGoesOnAfterARestart() {
        append(lines(1, chunk(1, "one\n")));
        List<ReadLogResponse> before = new CopyOnWriteArrayList<>();
        Channel old = mesh;
        Thread follower =
                Thread.startVirtualThread(() -> {
                    try {
                        TraceServiceGrpc.newBlockingStub(old)
                                .withDeadlineAfter(20, TimeUnit.SECONDS)
                                .readLog(
                                        ReadLogRequest.newBuilder()
                                                .setExecution(RUN)
                                                .setFollow(true)
                                                .build())
                                .forEachRemaining(before::add);
                    } catch (StatusRuntimeException e) {
                        // the service went away
                    }
                });
        Await.until("the first line", SOON, () -> text(before).equals("one\n"));
        process.close();
        Await.until("the follower is told", SOON, () -> !follower.isAlive());
        open();
        append(lines(1, chunk(2, "two\n")).toBuilder().setClose(true).build());
        List<ReadLogResponse> after =
                read(
                        ReadLogRequest.newBuilder()
                                .setFrom(before.getLast().getNext())
                                .setFollow(true));
        assertThat(text(after)).isEqualTo("two\n");
        assertThat(after.getLast().getClosed()).isTrue();
    }

    @Test
    void aPlaceInAnotherLogIsRefused() {
        append(lines(1, chunk(1, "one\n")));
        for (String from : List.of("nonsense", "00000000-1")) {
            StatusRuntimeException refused =
                    assertThrows(
                            StatusRuntimeException.class,
                            () -> read(ReadLogRequest.newBuilder().setFrom(from)));
            assertThat(ProblemStatus.fromException(refused).orElseThrow().reason())
                    .isEqualTo("INVALID_LOG_POSITION");
        }
    }

    @Test
    void ofAnExecutionThatWroteNothingNothingComes() {
        List<ReadLogResponse> parts = read(ReadLogRequest.newBuilder());
        assertThat(parts).hasSize(1);
        assertThat(parts.getFirst().getChunksList()).isEmpty();
        assertThat(parts.getFirst().getClosed()).isFalse();
    }
}
