package dev.joch.apiserver.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;

import java.util.concurrent.TimeUnit;

/**
 * Closes so that the client still reads the answer. Closing while it is sending makes its kernel
 * throw our answer away; so our side is shut down first and what it goes on sending is dropped for
 * a while.
 */
final class LingeringClose {

    private static final long SECONDS = 2;

    private LingeringClose() {}

    static void after(ChannelFuture written, ChannelHandlerContext context) {
        Channel channel = context.channel();
        channel.config().setAutoRead(true);
        written.addListener(sent -> {
            if (!sent.isSuccess() || !(channel instanceof SocketChannel socket)) {
                channel.close();
                return;
            }
            socket.shutdownOutput();
            context.executor().schedule(() -> channel.close(), SECONDS, TimeUnit.SECONDS);
        });
    }
}
