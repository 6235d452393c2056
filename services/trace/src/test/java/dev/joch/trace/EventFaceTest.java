package dev.joch.trace;

import static dev.joch.trace.RunTalker.created;
import static dev.joch.trace.RunTalker.started;
import static dev.joch.trace.RunTalker.succeeded;
import static dev.joch.trace.RunTalker.toolCall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.event.v1.ExecutionStarted;
import dev.joch.events.Event;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.wait.Await;
import dev.joch.trace.v1.ReadEventsRequest;
import dev.joch.trace.v1.ReadEventsResponse;
import dev.joch.trace.v1.RunEvent;
import dev.joch.trace.v1.TraceServiceGrpc;

import io.grpc.StatusRuntimeException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The real module with a real Postgres: events in as they are told, and out over the mesh. */
@ExtendWith(Postgres.class)
final class EventFaceTest {

    private static final ResourceKey RUN = ResourceKeys.of("acme", "Execution", "support", "run-1");
    private static final Duration SOON = Duration.ofSeconds(20);

    private JochProcess process;

    @BeforeEach
    void start(PostgresUrl url) {
        process =
                JochProcess.start(
                        List.of("trace"),
                        List.of(),
                        Map.of(
                                "joch.database.url",
                                url.jdbc(),
                                "joch.trace.otlp.grpc-port",
                                -1,
                                "joch.trace.otlp.http-port",
                                -1,
                                "joch.trace.logs.heartbeat",
                                "50ms",
                                "trace-test.talker",
                                true));
    }

    @AfterEach
    void stop() {
        process.close();
    }

    private void told(Event... events) throws SQLException {
        process.bean(RunTalker.class).says(events);
    }

    private void read(ReadEventsRequest.Builder request, List<ReadEventsResponse> into) {
        TraceServiceGrpc.newBlockingStub(process.bean(MeshChannels.class).to("trace"))
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .readEvents(request.setExecution(RUN).build())
                .forEachRemaining(into::add);
    }

    private List<ReadEventsResponse> read(String uid, String from, boolean follow) {
        List<ReadEventsResponse> parts = new ArrayList<>();
        read(ReadEventsRequest.newBuilder().setUid(uid).setFrom(from).setFollow(follow), parts);
        return parts;
    }

    private static List<RunEvent> events(List<ReadEventsResponse> parts) {
        return parts.stream().flatMap(part -> part.getEventsList().stream()).toList();
    }

    private static List<String> types(List<ReadEventsResponse> parts) {
        return events(parts).stream()
                .map(event -> event.getType().substring("joch.event.v1.".length()))
                .toList();
    }

    @Test
    void aFollowerSeesWhatHappensUntilTheRunIsOver()
            throws SQLException, InvalidProtocolBufferException {
        List<ReadEventsResponse> parts = new CopyOnWriteArrayList<>();
        Thread follower =
                Thread.startVirtualThread(() ->
                        read(ReadEventsRequest.newBuilder().setUid("u1").setFollow(true), parts));
        Await.until("a sign of life", SOON, () -> !parts.isEmpty());
        told(created("run-1", "u1"));
        Await.until(
                "the first event", SOON, () -> types(parts).equals(List.of("ExecutionCreated")));
        Event start = started("run-1", "u1");
        told(start, start, toolCall("run-1", "u1"), created("run-1", "u2"));
        told(succeeded("run-1", "u1"));
        Await.until("the end", SOON, () -> !follower.isAlive());
        assertThat(types(parts))
                .containsExactly(
                        "ExecutionCreated",
                        "ExecutionStarted",
                        "ToolCallRequested",
                        "ExecutionSucceeded");
        assertThat(parts.getLast().getClosed()).isTrue();
        RunEvent second = events(parts).get(1);
        assertThat(second.getSource()).isEqualTo("scheduler");
        assertThat(ExecutionStarted.parseFrom(second.getPayload()).getWorker()).isEqualTo("w-1");
        assertThat(types(read("u1", second.getNext(), true)))
                .containsExactly("ToolCallRequested", "ExecutionSucceeded");
        assertThat(types(read("u2", "", false))).containsExactly("ExecutionCreated");
        StatusRuntimeException refused =
                assertThrows(
                        StatusRuntimeException.class, () -> read("u2", second.getNext(), false));
        assertThat(ProblemStatus.fromException(refused).orElseThrow().reason())
                .isEqualTo("INVALID_LOG_POSITION");
    }

    @Test
    void ofARunThatNobodyToldOfNothingComes() {
        List<ReadEventsResponse> parts = read("u9", "", false);
        assertThat(parts).hasSize(1);
        assertThat(parts.getFirst().getEventsList()).isEmpty();
        assertThat(parts.getFirst().getClosed()).isFalse();
    }
}
