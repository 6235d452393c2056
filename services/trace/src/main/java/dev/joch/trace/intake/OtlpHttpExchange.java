package dev.joch.trace.intake;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.service.problem.FailureLog;
import dev.joch.service.problem.ProblemException;
import dev.joch.trace.TraceProblem;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Executor;

/**
 * One request after the other on a connection: the next one is read when the last one is answered.
 */
final class OtlpHttpExchange extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(OtlpHttpExchange.class);

    private final TakeSpans take;
    private final Executor work;

    /** Only touched by the loop of the connection. */
    private boolean busy;

    OtlpHttpExchange(TakeSpans take, Executor work) {
        this.take = take;
        this.work = work;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        OtlpHttpAnswer answer = OtlpHttpAnswer.to(request);
        boolean keep = HttpUtil.isKeepAlive(request);
        String type = OtlpHttpAnswer.type(request);
        Sender sender = context.channel().attr(OtlpHttpGate.SENDER).get();
        if (sender == null) {
            throw new IllegalStateException("a request came past the check of its sender");
        }
        if (!OtlpHttpAnswer.takes(type)) {
            send(
                    context,
                    answer.text(
                            HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                            "send application/x-protobuf or application/json"),
                    keep);
            return;
        }
        if (busy) {
            // nobody who sends spans asks ahead of the answer
            context.close();
            return;
        }
        busy = true;
        byte[] body = ByteBufUtil.getBytes(request.content());
        context.channel().config().setAutoRead(false);
        work.execute(() -> {
            FullHttpResponse response = answered(answer, sender, body);
            context.executor()
                    .execute(() -> {
                        busy = false;
                        send(context, response, keep);
                        context.channel().config().setAutoRead(true);
                    });
        });
    }

    private FullHttpResponse answered(OtlpHttpAnswer answer, Sender sender, byte[] body) {
        try {
            return answer.done(take.take(sender, read(answer.json(), body), OtlpEndpoint.PATIENCE));
        } catch (ProblemException e) {
            if (e.getCause() != null) {
                FailureLog.warn(LOG, "spans were not taken", e);
            }
            return answer.problem(e.problem());
        } catch (RuntimeException e) {
            LOG.error("spans were not taken", e);
            return answer.internal();
        }
    }

    private static ExportTraceServiceRequest read(boolean json, byte[] body) {
        try {
            return json ? OtlpJson.read(body) : ExportTraceServiceRequest.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new ProblemException(new TraceProblem.OtlpUnreadable("the body is no OTLP"));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    new TraceProblem.OtlpUnreadable(String.valueOf(e.getMessage())));
        }
    }

    private static void send(
            ChannelHandlerContext context, FullHttpResponse response, boolean keep) {
        if (!keep) {
            response.headers().set(HttpHeaderNames.CONNECTION, "close");
        }
        var written = context.writeAndFlush(response);
        if (!keep) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("a connection of a sender broke", cause);
        if (cause instanceof DecompressionException) {
            send(
                    context,
                    new OtlpHttpAnswer(false)
                            .text(
                                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                                    "the body is larger, unpacked, than one request may be"),
                    false);
            return;
        }
        context.close();
    }
}
