package dev.joch.trace.intake;

import dev.joch.service.problem.ProblemException;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends strangers away before anything of their body is kept. */
final class OtlpHttpGate extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(OtlpHttpGate.class);

    static final AttributeKey<Sender> SENDER = AttributeKey.valueOf(OtlpHttpGate.class, "sender");

    private static final String PATH = "/v1/traces";

    private final Senders senders;
    private boolean refused;

    OtlpHttpGate(Senders senders) {
        this.senders = senders;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request && !lets(context, request)) {
            refused = true;
            ReferenceCountUtil.release(message);
            return;
        }
        context.fireChannelRead(message);
    }

    private boolean lets(ChannelHandlerContext context, HttpRequest request) {
        OtlpHttpAnswer answer = OtlpHttpAnswer.to(request);
        String path = request.uri().split("\\?", 2)[0];
        if (!path.equals(PATH)) {
            return refuse(
                    context,
                    answer.text(HttpResponseStatus.NOT_FOUND, "spans are taken at POST " + PATH));
        }
        if (!request.method().equals(HttpMethod.POST)) {
            FullHttpResponse no =
                    answer.text(
                            HttpResponseStatus.METHOD_NOT_ALLOWED,
                            "spans are taken at POST " + PATH);
            no.headers().set(HttpHeaderNames.ALLOW, "POST");
            return refuse(context, no);
        }
        try {
            String header = request.headers().get(HttpHeaderNames.AUTHORIZATION);
            context.channel().attr(SENDER).set(senders.of(Bearer.of(header)));
            return true;
        } catch (ProblemException e) {
            return refuse(context, answer.problem(e.problem()));
        } catch (RuntimeException e) {
            LOG.error("a sender could not be checked", e);
            return refuse(context, answer.internal());
        }
    }

    /** The connection ends: what else comes on it is the body of what was refused. */
    private static boolean refuse(ChannelHandlerContext context, FullHttpResponse response) {
        response.headers().set(HttpHeaderNames.CONNECTION, "close");
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        return false;
    }
}
