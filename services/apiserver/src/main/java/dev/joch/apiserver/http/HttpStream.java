package dev.joch.apiserver.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * An answer under way. Whoever writes looks at {@link #isWritable} first, or the memory of a slow
 * client's backlog is ours.
 */
public final class HttpStream {

    private static final Logger LOG = LoggerFactory.getLogger(HttpStream.class);

    /** How long a client may take to fetch what was written before the end. */
    private static final Duration LAST_BYTES = Duration.ofSeconds(10);

    private final Channel channel;
    private final boolean keepAlive;
    private final Runnable done;
    private volatile @Nullable Runnable whenWritable;

    HttpStream(Channel channel, boolean keepAlive, Runnable done) {
        this.channel = channel;
        this.keepAlive = keepAlive;
        this.done = done;
    }

    public boolean isWritable() {
        return channel.isWritable();
    }

    /** Calls back, on an event loop, whenever the client has caught up. */
    public void whenWritable(Runnable action) {
        whenWritable = action;
    }

    public void write(byte[] bytes) {
        unlessStopped(
                () -> channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes))));
    }

    public void end() {
        unlessStopped(this::writeEnd);
    }

    /** The last to write after the server has stopped has nobody to write to. */
    private static void unlessStopped(Runnable write) {
        try {
            write.run();
        } catch (RejectedExecutionException e) {
            LOG.debug("a stream outlived the server", e);
        }
    }

    private void writeEnd() {
        // a client that reads nothing any more would keep its backlog for ever
        var patience =
                channel.eventLoop()
                        .schedule(
                                () -> channel.close(),
                                LAST_BYTES.toMillis(),
                                TimeUnit.MILLISECONDS);
        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                .addListener(sent -> {
                    patience.cancel(false);
                    if (keepAlive && sent.isSuccess()) {
                        done.run();
                    } else {
                        channel.close();
                    }
                });
    }

    void writabilityChanged() {
        Runnable action = whenWritable;
        if (action != null && channel.isWritable()) {
            action.run();
        }
    }
}
