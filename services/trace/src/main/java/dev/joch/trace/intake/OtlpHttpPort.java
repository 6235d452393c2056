package dev.joch.trace.intake;

import dev.joch.service.process.ServicePart;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The port for OTLP over HTTP: {@code POST /v1/traces}, Protobuf or JSON, packed or not. */
public final class OtlpHttpPort implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(OtlpHttpPort.class);

    /** A connection on which nothing comes for so long is closed. */
    private static final int SILENCE_SECONDS = 60;

    private static final int LOOPS = 2;

    private final OtlpConfig config;
    private final TakeSpans take;
    private final Senders senders;
    private final ExecutorService work = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable MultiThreadIoEventLoopGroup loops;
    private @Nullable Channel server;

    public OtlpHttpPort(OtlpConfig config, TakeSpans take, Senders senders) {
        this.config = config;
        this.take = take;
        this.senders = senders;
    }

    @Override
    public String name() {
        return "OTLP over HTTP";
    }

    @Override
    public int order() {
        return 211;
    }

    /** -1 while there is none. */
    public int port() {
        Channel open = server;
        return open == null ? -1 : ((InetSocketAddress) open.localAddress()).getPort();
    }

    @Override
    public void start() {
        if (config.httpPort() < 0) {
            return;
        }
        MultiThreadIoEventLoopGroup group =
                new MultiThreadIoEventLoopGroup(LOOPS, NioIoHandler.newFactory());
        loops = group;
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(group)
                        .channel(NioServerSocketChannel.class)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(new Connections());
        try {
            server =
                    bootstrap
                            .bind(config.host(), config.httpPort())
                            .syncUninterruptibly()
                            .channel();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "the port for OTLP over HTTP, "
                            + config.host()
                            + ":"
                            + config.httpPort()
                            + ", is not to be had; set joch.trace.otlp.http-port to another one",
                    e);
        }
        LOG.info("OTLP over HTTP is taken at port {}", port());
    }

    private final class Connections extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel channel) {
            channel.pipeline()
                    .addLast(new ReadTimeoutHandler(SILENCE_SECONDS, TimeUnit.SECONDS))
                    .addLast(new HttpServerCodec())
                    .addLast(new OtlpHttpGate(senders))
                    .addLast(new HttpContentDecompressor(config.maxRequestBytes()))
                    .addLast(new HttpObjectAggregator(config.maxRequestBytes(), true))
                    .addLast(new OtlpHttpExchange(take, work));
        }
    }

    @Override
    public void close() {
        Channel open = server;
        if (open != null) {
            open.close().syncUninterruptibly();
        }
        work.shutdown();
        try {
            work.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        MultiThreadIoEventLoopGroup group = loops;
        if (group != null) {
            group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }
}
