package dev.joch.apiserver.http;

import dev.joch.service.process.ServicePart;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Listens for HTTP/1.1, with or without TLS. */
public final class HttpServer implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private static final int CHUNK_BYTES = 64 * 1024;
    private static final WriteBufferWaterMark BACKLOG =
            new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final InetSocketAddress address;
    private final HttpLimits limits;
    private final HttpHandler handler;
    private final @Nullable SslContext tls;
    private final BodyBudget budget;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(
                    Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4),
                    new DefaultThreadFactory("http", true),
                    NioIoHandler.newFactory());
    private @Nullable Channel listener;

    public HttpServer(
            InetSocketAddress address,
            HttpLimits limits,
            HttpHandler handler,
            @Nullable SslContext tls) {
        this.address = address;
        this.limits = limits;
        this.handler = handler;
        this.tls = tls;
        this.budget = new BodyBudget(limits.allBodiesBytes());
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public int order() {
        return 210;
    }

    /** The port in use; 0 before the start. */
    public int port() {
        return listener == null ? 0 : ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Connections that are open now. */
    public int connections() {
        return connections.size();
    }

    /** Bytes that bodies take up now. */
    public long bodyBytes() {
        return budget.taken();
    }

    @Override
    public void start() {
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, 1024)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, BACKLOG)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        open(channel);
                                    }
                                })
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new UncheckedIOException(
                    "the REST port "
                            + address.getPort()
                            + " of "
                            + address.getHostString()
                            + " is not to be had; stop what listens there, or set"
                            + " joch.apiserver.port (--port) to another one",
                    new IOException(bound.cause()));
        }
        listener = bound.channel();
        LOG.info("http listens on {}", listener.localAddress());
    }

    private void open(SocketChannel channel) {
        if (connections.size() >= limits.connections()) {
            channel.close();
            return;
        }
        connections.add(channel);
        ChannelPipeline pipeline = channel.pipeline();
        if (tls != null) {
            pipeline.addLast(tls.newHandler(channel.alloc()));
        }
        pipeline.addLast(
                new HttpServerCodec(
                        new HttpDecoderConfig()
                                .setMaxInitialLineLength(limits.lineBytes())
                                .setMaxHeaderSize(limits.headerBytes())
                                .setMaxChunkSize(CHUNK_BYTES)));
        pipeline.addLast(new HttpConnection(handler, limits, budget, executor));
    }

    /** Takes no more connections, gives what is under way some seconds, then closes. */
    @Override
    public void close() {
        if (listener != null) {
            listener.close().syncUninterruptibly();
        }
        executor.shutdown();
        try {
            if (!executor.awaitTermination(3, TimeUnit.SECONDS)) {
                LOG.info("closing {} connections that are under way", connections.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
        executor.close();
    }
}
