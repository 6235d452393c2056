package dev.joch.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An etcd beside us, so that our figure has a neighbour from the same minute on the same machine.
 * Needs `etcd` on the path.
 */
final class Etcd implements AutoCloseable {

    /** Puts of etcd as plain bytes: two fields do not justify its whole contract. */
    private static final MethodDescriptor<byte[], byte[]> PUT =
            MethodDescriptor.<byte[], byte[]>newBuilder()
                    .setType(MethodType.UNARY)
                    .setFullMethodName("etcdserverpb.KV/Put")
                    .setRequestMarshaller(new Bytes())
                    .setResponseMarshaller(new Bytes())
                    .build();

    private final Process process;
    private final Path data;
    private final ManagedChannel channel;

    private Etcd(Process process, Path data, ManagedChannel channel) {
        this.process = process;
        this.data = data;
        this.channel = channel;
    }

    static Optional<Etcd> start() {
        try {
            Path data = Files.createTempDirectory("joch-bench-etcd");
            int port = freePort();
            String client = "http://127.0.0.1:" + port;
            String peer = "http://127.0.0.1:" + freePort();
            List<String> command =
                    List.of(
                            "etcd",
                            "--data-dir",
                            data.toString(),
                            "--listen-client-urls",
                            client,
                            "--advertise-client-urls",
                            client,
                            "--listen-peer-urls",
                            peer,
                            "--initial-advertise-peer-urls",
                            peer,
                            "--initial-cluster",
                            "default=" + peer);
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(data.resolve("log").toFile())
                            .start();
            ManagedChannel channel =
                    NettyChannelBuilder.forAddress("127.0.0.1", port)
                            .usePlaintext()
                            .directExecutor()
                            .build();
            Etcd etcd = new Etcd(process, data, channel);
            etcd.put("ready", new byte[] {1});
            return Optional.of(etcd);
        } catch (IOException notInstalled) {
            return Optional.empty();
        }
    }

    void put(String key, byte[] value) {
        ClientCalls.blockingUnaryCall(
                channel,
                PUT,
                CallOptions.DEFAULT.withWaitForReady().withDeadlineAfter(30, TimeUnit.SECONDS),
                request(key, value));
    }

    private static byte[] request(String key, byte[] value) {
        try {
            ByteArrayOutputStream bytes =
                    new ByteArrayOutputStream(key.length() + value.length + 16);
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeBytes(1, ByteString.copyFromUtf8(key));
            out.writeBytes(2, ByteString.copyFrom(value));
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        process.destroy();
        try {
            if (!process.waitFor(Duration.ofSeconds(10))) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
