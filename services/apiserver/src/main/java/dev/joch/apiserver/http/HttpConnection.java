package dev.joch.apiserver.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One client's connection: puts requests together, hands them over one after the other, and gives
 * up on clients that dawdle. Everything here happens on the connection's event loop.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    /** Pieces of further requests that are taken in while one is being answered. */
    private static final int MOST_PENDING = 8;

    private final HttpHandler handler;
    private final HttpLimits limits;
    private final BodyBudget budget;
    private final Executor executor;
    private final Queue<HttpObject> pending = new ArrayDeque<>();

    private @Nullable HttpRequest head;
    private byte[] body = new byte[0];
    private int bodyLength;
    private @Nullable HttpExchange current;
    private @Nullable ScheduledFuture<?> timer;
    private boolean refused;

    HttpConnection(HttpHandler handler, HttpLimits limits, BodyBudget budget, Executor executor) {
        this.handler = handler;
        this.limits = limits;
        this.budget = budget;
        this.executor = executor;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        awaitBytes(context, limits.requestTime(), true);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (refused || !(message instanceof HttpObject piece)) {
            ReferenceCountUtil.release(message);
        } else if (current != null) {
            // read on a little, or a client that goes away would go unnoticed
            pending.add(piece);
            if (pending.size() > MOST_PENDING) {
                context.channel().config().setAutoRead(false);
            }
        } else {
            take(context, piece);
        }
    }

    private void take(ChannelHandlerContext context, HttpObject piece) {
        try {
            if (piece.decoderResult().isFailure()) {
                refuse(context, faultOf(piece.decoderResult().cause()));
                return;
            }
            if (piece instanceof HttpRequest request) {
                begin(context, request);
            }
            if (piece instanceof HttpContent content && head != null) {
                append(context, content.content());
                if (!refused && piece instanceof LastHttpContent) {
                    handOver(context);
                }
            }
        } finally {
            ReferenceCountUtil.release(piece);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        head = request;
        awaitBytes(context, limits.requestTime(), true);
        if (HttpUtil.getContentLength(request, 0L) > limits.bodyBytes()) {
            refuse(context, TransportFault.BODY_TOO_LARGE);
            return;
        }
        if (HttpRequestHead.contradicts(request.headers())) {
            refuse(context, TransportFault.MALFORMED);
            return;
        }
        String expect = request.headers().get(HttpHeaderNames.EXPECT);
        if (expect == null || request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            return;
        }
        if (!HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expect)) {
            refuse(context, TransportFault.EXPECTATION);
            return;
        }
        context.writeAndFlush(
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }

    private void append(ChannelHandlerContext context, ByteBuf bytes) {
        int more = bytes.readableBytes();
        if (refused || more == 0) {
            return;
        }
        if (more > limits.bodyBytes() - bodyLength) {
            refuse(context, TransportFault.BODY_TOO_LARGE);
            return;
        }
        if (bodyLength + more > body.length) {
            int size = Math.min(limits.bodyBytes(), Math.max(bodyLength + more, body.length * 2));
            if (!budget.take(size - body.length)) {
                refuse(context, TransportFault.OVERLOADED);
                return;
            }
            body = Arrays.copyOf(body, size);
        }
        bytes.readBytes(body, bodyLength, more);
        bodyLength += more;
    }

    private void handOver(ChannelHandlerContext context) {
        HttpRequest request = head;
        if (request == null) {
            return;
        }
        stopTimer();
        HttpRequestHead read;
        try {
            read =
                    HttpRequestHead.of(
                            request.method().name(),
                            request.uri(),
                            request.headers(),
                            context.channel().remoteAddress());
        } catch (IllegalArgumentException e) {
            refuse(context, TransportFault.MALFORMED);
            return;
        }
        boolean chunked = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        byte[] complete = bodyLength == body.length ? body : Arrays.copyOf(body, bodyLength);
        HttpExchange exchange =
                new HttpExchange(
                        read,
                        complete,
                        HttpUtil.isKeepAlive(request),
                        chunked,
                        context.channel(),
                        () -> context.executor().execute(() -> next(context)));
        current = exchange;
        head = null;
        executor.execute(() -> run(exchange));
    }

    private void run(HttpExchange exchange) {
        try {
            handler.handle(exchange);
        } catch (RuntimeException | Error e) {
            LOG.error("{} {} failed", exchange.head().method(), exchange.head().path(), e);
            exchange.closeUnanswered();
        }
    }

    /** The answer has left: on to the next request of this connection. */
    private void next(ChannelHandlerContext context) {
        current = null;
        dropBody();
        awaitBytes(context, limits.idleTime(), false);
        while (current == null && !refused) {
            HttpObject piece = pending.poll();
            if (piece == null) {
                break;
            }
            take(context, piece);
        }
        if (pending.isEmpty()) {
            context.channel().config().setAutoRead(true);
        }
    }

    private void refuse(ChannelHandlerContext context, TransportFault fault) {
        refused = true;
        head = null;
        stopTimer();
        dropBody();
        HttpAnswer answer = handler.refuse(fault);
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(answer.status()),
                        Unpooled.wrappedBuffer(answer.body()));
        answer.headers().forEach(response.headers()::set);
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        LingeringClose.after(context.writeAndFlush(response), context);
    }

    private void awaitBytes(ChannelHandlerContext context, Duration time, boolean tell) {
        stopTimer();
        timer =
                context.executor()
                        .schedule(
                                () -> {
                                    if (tell) {
                                        refuse(context, TransportFault.TOO_SLOW);
                                    } else {
                                        context.close();
                                    }
                                },
                                time.toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    private void stopTimer() {
        ScheduledFuture<?> running = timer;
        if (running != null) {
            running.cancel(false);
            timer = null;
        }
    }

    private void dropBody() {
        budget.give(body.length);
        body = new byte[0];
        bodyLength = 0;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        HttpExchange open = current;
        if (open != null) {
            open.writabilityChanged();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopTimer();
        dropBody();
        for (HttpObject piece = pending.poll(); piece != null; piece = pending.poll()) {
            ReferenceCountUtil.release(piece);
        }
        HttpExchange open = current;
        if (open != null) {
            // what the handler does then may take time
            executor.execute(open::channelGone);
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("connection of {} broke", context.channel().remoteAddress(), cause);
        context.close();
    }

    private static TransportFault faultOf(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException line -> TransportFault.LINE_TOO_LONG;
            case TooLongHttpHeaderException header -> TransportFault.HEADERS_TOO_LARGE;
            default -> TransportFault.MALFORMED;
        };
    }
}
