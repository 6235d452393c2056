package dev.joch.policyengine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.EvaluateStreamRequest;
import dev.joch.policy.v1.EvaluateStreamResponse;
import dev.joch.policy.v1.PolicyServiceGrpc;
import dev.joch.policy.v1.PolicyServiceGrpc.PolicyServiceImplBase;
import dev.joch.testkit.wait.Await;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A stream of questions, whatever the judge does. */
final class EvaluateManyTest {

    private static final String NAME = "evaluate-many";

    /** Breaks at one tool and allows all others. */
    private static final class Judge extends PolicyServiceImplBase {
        @Override
        public StreamObserver<EvaluateStreamRequest> evaluateStream(
                StreamObserver<EvaluateStreamResponse> answers) {
            return EvaluateMany.on(
                    answers,
                    request -> {
                        if (request.getAgent().equals("breaks")) {
                            throw new StackOverflowError();
                        }
                        return EvaluateResponse.getDefaultInstance();
                    });
        }
    }

    @Test
    void aQuestionAtWhichTheJudgeBreaksIsAnsweredAndTheStreamGoesOn() throws IOException {
        List<EvaluateStreamResponse> answers = new CopyOnWriteArrayList<>();
        AtomicBoolean ended = new AtomicBoolean();
        Server server = InProcessServerBuilder.forName(NAME).addService(new Judge()).build();
        server.start();
        ManagedChannel channel = InProcessChannelBuilder.forName(NAME).build();
        try {
            StreamObserver<EvaluateStreamRequest> questions =
                    PolicyServiceGrpc.newStub(channel)
                            .evaluateStream(
                                    new StreamObserver<>() {
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
                                            ended.set(true);
                                        }
                                    });
            questions.onNext(question(1, "breaks"));
            questions.onNext(question(2, "works"));
            questions.onCompleted();
            Await.until("the stream has ended", Duration.ofSeconds(10), ended::get);
            assertThat(answers)
                    .extracting(EvaluateStreamResponse::getId)
                    .containsExactlyInAnyOrder(1L, 2L);
            assertThat(answers)
                    .filteredOn(answer -> answer.getId() == 1)
                    .extracting(EvaluateStreamResponse::getErrorReason)
                    .containsExactly("INTERNAL");
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    private static EvaluateStreamRequest question(long id, String agent) {
        EvaluateStreamRequest.Builder question = EvaluateStreamRequest.newBuilder().setId(id);
        question.getRequestBuilder().setAgent(agent);
        return question.build();
    }
}
