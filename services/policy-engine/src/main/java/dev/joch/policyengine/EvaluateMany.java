package dev.joch.policyengine;

import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.EvaluateStreamRequest;
import dev.joch.policy.v1.EvaluateStreamResponse;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.stub.StreamObserver;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Function;

/**
 * Questions on one stream, answered in turn. gRPC gives the next question when this one is done, so
 * a caller that asks faster is slowed down and nothing piles up.
 */
final class EvaluateMany implements StreamObserver<EvaluateStreamRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(EvaluateMany.class);

    private final StreamObserver<EvaluateStreamResponse> answers;
    private final Function<EvaluateRequest, EvaluateResponse> evaluate;

    EvaluateMany(
            StreamObserver<EvaluateStreamResponse> answers,
            Function<EvaluateRequest, EvaluateResponse> evaluate) {
        this.answers = answers;
        this.evaluate = evaluate;
    }

    @Override
    public void onNext(EvaluateStreamRequest question) {
        EvaluateStreamResponse.Builder answer =
                EvaluateStreamResponse.newBuilder().setId(question.getId());
        try {
            answer.setResponse(evaluate.apply(question.getRequest()));
        } catch (ProblemException e) {
            answer.setErrorReason(e.problem().reason()).setErrorMessage(e.problem().message());
        } catch (RuntimeException e) {
            LOG.error("a question on a stream failed", e);
            ServiceProblem internal = new ServiceProblem.Internal();
            answer.setErrorReason(internal.reason()).setErrorMessage(internal.message());
        }
        answers.onNext(answer.build());
    }

    @Override
    public void onError(Throwable cause) {
        LOG.debug("a stream of questions broke off", cause);
    }

    @Override
    public void onCompleted() {
        answers.onCompleted();
    }
}
