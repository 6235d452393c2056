package dev.joch.policyengine;

import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.EvaluateStreamRequest;
import dev.joch.policy.v1.EvaluateStreamResponse;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Function;

/**
 * Questions on one stream, answered in turn. The next one is taken in when this one is answered and
 * the caller has room for more, so one who asks faster or does not listen is slowed down and
 * nothing piles up.
 */
final class EvaluateMany implements StreamObserver<EvaluateStreamRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(EvaluateMany.class);

    private final ServerCallStreamObserver<EvaluateStreamResponse> answers;
    private final Function<EvaluateRequest, EvaluateResponse> evaluate;

    /** An answer is out for which there was no more room. gRPC never calls twice at a time. */
    private boolean full;

    private EvaluateMany(
            ServerCallStreamObserver<EvaluateStreamResponse> answers,
            Function<EvaluateRequest, EvaluateResponse> evaluate) {
        this.answers = answers;
        this.evaluate = evaluate;
    }

    static EvaluateMany on(
            StreamObserver<EvaluateStreamResponse> answers,
            Function<EvaluateRequest, EvaluateResponse> evaluate) {
        var call = (ServerCallStreamObserver<EvaluateStreamResponse>) answers;
        EvaluateMany many = new EvaluateMany(call, evaluate);
        call.disableAutoRequest();
        call.setOnReadyHandler(many::room);
        call.request(1);
        return many;
    }

    private void room() {
        if (full) {
            full = false;
            answers.request(1);
        }
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
        full = !answers.isReady();
        if (!full) {
            answers.request(1);
        }
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
