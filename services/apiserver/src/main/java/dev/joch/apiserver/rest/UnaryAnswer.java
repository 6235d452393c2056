package dev.joch.apiserver.rest;

import com.google.protobuf.Message;

import dev.joch.apiserver.http.HttpAnswer;
import dev.joch.apiserver.http.HttpExchange;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.Map;

/** One message, or a refusal. */
final class UnaryAnswer implements TranscodedCall.Answers {

    private static final Logger LOG = LoggerFactory.getLogger(UnaryAnswer.class);

    private final HttpExchange exchange;
    private Message request;
    private final Rendering rendering;
    private final String requestId;
    private @Nullable Message response;

    UnaryAnswer(HttpExchange exchange, Message request, Rendering rendering, String requestId) {
        this.exchange = exchange;
        this.request = request;
        this.rendering = rendering;
        this.requestId = requestId;
    }

    @Override
    public void asked(Message asked) {
        request = asked;
    }

    @Override
    public void message(Message message) {
        response = message;
    }

    @Override
    public void closed(Status status, Metadata trailers) {
        Message message = response;
        if (!status.isOk()) {
            exchange.answer(
                    withId(
                            ProblemJson.answer(
                                    StatusProto.fromStatusAndTrailers(status, trailers),
                                    requestId)));
        } else if (message == null) {
            exchange.answer(withId(ProblemJson.answer(new ServiceProblem.Internal(), requestId)));
        } else {
            exchange.answer(withId(written(message)));
        }
    }

    /** An answer that cannot be written must not leave its client waiting. */
    private HttpAnswer written(Message message) {
        try {
            return unlessKnown(AnswerWriter.write(request, message, rendering));
        } catch (RuntimeException e) {
            LOG.error("the answer to request {} cannot be written", requestId, e);
            return ProblemJson.answer(new ServiceProblem.Internal(), requestId);
        }
    }

    /** A client that has this version already gets no body. */
    private HttpAnswer unlessKnown(HttpAnswer answer) {
        String tag = answer.headers().get("etag");
        boolean known =
                tag != null
                        && exchange.head().method().equals("GET")
                        && exchange.head().header("if-none-match").filter(tag::equals).isPresent();
        return known ? new HttpAnswer(304, Map.of("etag", tag), new byte[0]) : answer;
    }

    private HttpAnswer withId(HttpAnswer answer) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.put("x-request-id", requestId);
        return new HttpAnswer(answer.status(), headers, answer.body());
    }

    @Override
    public boolean ready() {
        return true;
    }
}
