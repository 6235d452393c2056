package dev.joch.policyengine;

import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.EvaluateStreamRequest;
import dev.joch.policy.v1.EvaluateStreamResponse;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Function;

/**
 * Questions on one stream, answered beside one another: one that waits for a guardian or for the
 * disk holds up no other. For each answer that the caller has room for one more question is taken
 * in, so one who asks faster or does not listen is slowed down and nothing piles up.
 */
final class EvaluateMany implements StreamObserver<EvaluateStreamRequest> {

    /** So many questions of one stream are in this process at a time. */
    static final int AT_ONCE = 64;

    private static final Logger LOG = LoggerFactory.getLogger(EvaluateMany.class);

    private final ServerCallStreamObserver<EvaluateStreamResponse> answers;
    private final Function<EvaluateRequest, EvaluateResponse> evaluate;
    private final Context call = Context.current();

    // the rest belongs to whoever holds the lock of this; so does the right to answer
    private int unanswered;
    private int answeredWithoutRoom;
    private boolean noMore;

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
        call.setOnCancelHandler(() -> LOG.debug("whoever asked has gone"));
        call.request(AT_ONCE);
        return many;
    }

    @Override
    public void onNext(EvaluateStreamRequest question) {
        synchronized (this) {
            unanswered++;
        }
        Thread.startVirtualThread(call.wrap(() -> give(answer(question))));
    }

    private EvaluateStreamResponse answer(EvaluateStreamRequest question) {
        EvaluateStreamResponse.Builder answer =
                EvaluateStreamResponse.newBuilder().setId(question.getId());
        try {
            answer.setResponse(evaluate.apply(question.getRequest()));
        } catch (ProblemException e) {
            answer.setErrorReason(e.problem().reason()).setErrorMessage(e.problem().message());
        } catch (RuntimeException | Error e) {
            // whoever asked would wait for ever: the stream itself goes on
            LOG.error("a question on a stream failed", e);
            ServiceProblem internal = new ServiceProblem.Internal();
            answer.setErrorReason(internal.reason()).setErrorMessage(internal.message());
        }
        return answer.build();
    }

    private synchronized void give(EvaluateStreamResponse answer) {
        answers.onNext(answer);
        unanswered--;
        answeredWithoutRoom++;
        room();
        end();
    }

    private synchronized void room() {
        if (answeredWithoutRoom > 0 && answers.isReady()) {
            answers.request(answeredWithoutRoom);
            answeredWithoutRoom = 0;
        }
    }

    private void end() {
        if (noMore && unanswered == 0) {
            answers.onCompleted();
        }
    }

    @Override
    public void onError(Throwable cause) {
        LOG.debug("a stream of questions broke off", cause);
    }

    @Override
    public synchronized void onCompleted() {
        noMore = true;
        end();
    }
}
