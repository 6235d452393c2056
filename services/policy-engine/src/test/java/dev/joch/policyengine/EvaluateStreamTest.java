package dev.joch.policyengine;

import static dev.joch.policyengine.EngineDesk.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateStreamRequest;
import dev.joch.policy.v1.EvaluateStreamResponse;
import dev.joch.policy.v1.ListDecisionsRequest;
import dev.joch.testkit.wait.Await;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** Many questions on one stream. */
final class EvaluateStreamTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final EngineDesk desk = new EngineDesk();

    @AfterEach
    void stop() {
        desk.close();
    }

    @Test
    void eachQuestionHasItsAnswerAndABadOneHurtsNoOther() {
        Asking asking = new Asking(1000);
        StreamObserver<EvaluateStreamRequest> questions = desk.stream(asking);
        questions.onNext(question(7, call("external_write")));
        questions.onNext(question(8, call("external_write").clearHook()));
        questions.onNext(question(9, call("read_only")));
        questions.onCompleted();
        Await.until("the stream has ended", SOON, () -> asking.ended);
        assertThat(asking.answers).hasSize(3);
        assertThat(asking.answer(7).getResponse().getReason()).isEqualTo("no-writes");
        assertThat(asking.answer(8).hasResponse()).isFalse();
        assertThat(asking.answer(8).getErrorReason()).isEqualTo("INVALID_ARGUMENT");
        assertThat(asking.answer(8).getErrorMessage()).contains("hook");
        assertThat(asking.answer(9).getResponse().getDecision()).isEqualTo(Decision.DECISION_ALLOW);
    }

    @Test
    void oneThatWaitsForItsGuardianHoldsUpNoOther() throws IOException {
        Asking asking = new Asking(1000);
        StreamObserver<EvaluateStreamRequest> questions = desk.stream(asking);
        try (SmallGuardian guardian = SmallGuardian.silent()) {
            desk.distribute(
                    EngineDesk.resource(
                            """
                            apiVersion: joch.dev/v1alpha1
                            kind: Environment
                            metadata: { name: dev }
                            spec: { guardians: [{ name: slow, url: '%s', timeoutMs: 30000 }] }
                            """
                                    .formatted(guardian.url()),
                            11));
            questions.onNext(question(1, call("financial")));
            Await.until("the guardian is asked", SOON, () -> !guardian.asked().isEmpty());
            questions.onNext(question(2, call("read_only").setDryRun(true)));
            questions.onCompleted();
            Await.until("the other is answered", SOON, () -> !asking.answers.isEmpty());
            assertThat(asking.answers)
                    .extracting(EvaluateStreamResponse::getId)
                    .containsExactly(2L);
        }
        Await.until("the stream has ended", SOON, () -> asking.ended);
        assertThat(asking.answer(1).getResponse().getDecision()).isEqualTo(Decision.DECISION_DENY);
    }

    @Test
    void whoDoesNotListenIsAskedToWait() {
        Asking asking = new Asking(1);
        StreamObserver<EvaluateStreamRequest> questions = desk.stream(asking);
        for (int i = 0; i < 200; i++) {
            questions.onNext(question(i, call("external_write")));
        }
        questions.onCompleted();
        Await.until("the first is answered", SOON, () -> asking.answers.size() == 1);
        assertThrows(
                AssertionError.class,
                () ->
                        Await.until(
                                "more are judged",
                                Duration.ofSeconds(1),
                                () -> judged() > EvaluateMany.AT_ONCE + 1));
        asking.more(1000);
        Await.until("the stream has ended", SOON, () -> asking.ended);
        assertThat(asking.answers).hasSize(200);
        assertThat(judged()).isEqualTo(200);
    }

    private int judged() {
        return desk.engine()
                .listDecisions(
                        ListDecisionsRequest.newBuilder()
                                .setTenant("acme")
                                .setPageSize(1000)
                                .build())
                .getDecisionsCount();
    }

    private static EvaluateStreamRequest question(long id, EvaluateRequest.Builder request) {
        return EvaluateStreamRequest.newBuilder().setId(id).setRequest(request).build();
    }

    /** A caller that takes so many answers and then waits to be told. */
    private static final class Asking
            implements ClientResponseObserver<EvaluateStreamRequest, EvaluateStreamResponse> {

        private final int first;
        private final List<EvaluateStreamResponse> answers = new CopyOnWriteArrayList<>();
        private volatile boolean ended;
        private final AtomicReference<@Nullable ClientCallStreamObserver<EvaluateStreamRequest>>
                call = new AtomicReference<>();

        Asking(int first) {
            this.first = first;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<EvaluateStreamRequest> started) {
            call.set(started);
            started.disableAutoRequestWithInitial(first);
        }

        EvaluateStreamResponse answer(long id) {
            return answers.stream().filter(one -> one.getId() == id).findFirst().orElseThrow();
        }

        void more(int answers) {
            Objects.requireNonNull(call.get()).request(answers);
        }

        @Override
        public void onNext(EvaluateStreamResponse answer) {
            answers.add(answer);
        }

        @Override
        public void onError(Throwable cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void onCompleted() {
            ended = true;
        }
    }
}
