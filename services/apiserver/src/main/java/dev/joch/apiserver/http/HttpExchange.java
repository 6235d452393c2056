package dev.joch.apiserver.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** One request and the way to answer it, once: by {@link #answer} or by {@link #stream}. */
public final class HttpExchange {

    private final HttpRequestHead head;
    private final byte[] body;
    private final boolean keepAlive;
    private final boolean chunked;
    private final Channel channel;
    private final Runnable done;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile boolean gone;
    private volatile @Nullable Runnable whenGone;
    private volatile @Nullable HttpStream stream;

    /**
     * @param done what the connection does when the answer has left
     */
    HttpExchange(
            HttpRequestHead head,
            byte[] body,
            boolean keepAlive,
            boolean chunked,
            Channel channel,
            Runnable done) {
        this.head = head;
        this.body = body;
        this.keepAlive = keepAlive;
        this.chunked = chunked;
        this.channel = channel;
        this.done = done;
    }

    public HttpRequestHead head() {
        return head;
    }

    /** Complete; empty where none was sent. */
    public byte[] body() {
        return body;
    }

    /**
     * Calls back when the client goes away before it is answered; at once, if it has gone already.
     */
    public void whenGone(Runnable action) {
        whenGone = action;
        if (gone) {
            action.run();
        }
    }

    public void answer(HttpAnswer answer) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        boolean bodyless = head.method().equals(HttpMethod.HEAD.name());
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(answer.status()),
                        bodyless ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body()));
        answer.headers().forEach(response.headers()::set);
        if (answer.status() != HttpResponseStatus.NO_CONTENT.code()) {
            response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        }
        finish(response);
    }

    /** Begins an answer that has no end yet. */
    public HttpStream stream(int status, Map<String, String> headers) {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("the request was answered before");
        }
        DefaultHttpResponse response =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        headers.forEach(response.headers()::set);
        if (chunked) {
            response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        HttpStream opened = new HttpStream(channel, keepAlive && chunked, done);
        stream = opened;
        if (!(keepAlive && chunked)) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        channel.writeAndFlush(response);
        return opened;
    }

    /** A handler that came back without an answer must not leave the client waiting. */
    void closeUnanswered() {
        if (answered.compareAndSet(false, true)) {
            channel.close();
        }
    }

    void channelGone() {
        gone = true;
        Runnable action = whenGone;
        if (action != null) {
            action.run();
        }
        writabilityChanged();
    }

    void writabilityChanged() {
        HttpStream open = stream;
        if (open != null) {
            open.writabilityChanged();
        }
    }

    private void finish(HttpResponse response) {
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        ChannelFuture written = channel.writeAndFlush(response);
        written.addListener(sent -> {
            if (keepAlive && sent.isSuccess()) {
                done.run();
            } else {
                channel.close();
            }
        });
    }
}
