package dev.joch.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.api.v1.GetVersionRequest;
import dev.joch.api.v1.ServerServiceGrpc;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** With a certificate both ports speak TLS and nothing else. */
@Timeout(60)
class TlsTest {

    private static final char[] PASSWORD = "for-this-test".toCharArray();

    @TempDir private Path folder = Path.of("");
    private File certificate = new File("");
    private SSLContext trusting = emptyContext();
    private TestEdge edge;

    @BeforeEach
    void start() throws Exception {
        KeyStore store = selfSigned(folder.resolve("keys.p12"));
        certificate = pem("CERTIFICATE", store.getCertificate("edge").getEncoded()).toFile();
        Path key = pem("PRIVATE KEY", store.getKey("edge", PASSWORD).getEncoded());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("edge", store.getCertificate("edge"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        trusting.init(null, trust.getTrustManagers(), null);
        edge = TestEdge.start(certificate, key.toFile());
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    private static SSLContext emptyContext() {
        try {
            return SSLContext.getInstance("TLS");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore selfSigned(Path file) throws Exception {
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "edge",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost,ip:127.0.0.1",
                                "-validity",
                                "2",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(file))) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private Path pem(String what, byte[] bytes) throws IOException {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return Files.writeString(
                folder.resolve(what.replace(' ', '-') + ".pem"),
                "-----BEGIN "
                        + what
                        + "-----\n"
                        + lines.encodeToString(bytes)
                        + "\n-----END "
                        + what
                        + "-----\n");
    }

    @Test
    void restAnswersThoseWhoSpeakTls() throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(trusting).build()) {
            var answer =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "https://localhost:"
                                                            + edge.http.port()
                                                            + "/v1/agents"))
                                    .header("authorization", "Bearer admin")
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.sslSession()).isPresent();
        }
    }

    @Test
    void grpcAnswersThoseWhoSpeakTls() throws Exception {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("localhost", edge.grpc.port())
                        .sslContext(GrpcSslContexts.forClient().trustManager(certificate).build())
                        .build();
        try {
            var version =
                    ServerServiceGrpc.newBlockingStub(channel)
                            .getVersion(GetVersionRequest.getDefaultInstance());
            assertThat(version.getVersion()).isEqualTo("test");
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void restTellsNothingInPlainText() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", edge.http.port())) {
            socket.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
            socket.getOutputStream()
                    .write(
                            "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(received(socket), StandardCharsets.ISO_8859_1))
                    .doesNotContain("HTTP/1.1")
                    .doesNotContain("ok");
        }
    }

    private static byte[] received(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (java.net.SocketException reset) {
            return new byte[0];
        } catch (IOException e) {
            throw new AssertionError("the connection was neither answered nor closed", e);
        }
    }

    @Test
    void grpcTellsNothingInPlainText() {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("localhost", edge.grpc.port())
                        .usePlaintext()
                        .build();
        try {
            var stub =
                    ServerServiceGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> stub.getVersion(GetVersionRequest.getDefaultInstance()))
                    .isInstanceOf(StatusRuntimeException.class)
                    .hasMessageStartingWith("UNAVAILABLE");
        } finally {
            channel.shutdownNow();
        }
    }
}
