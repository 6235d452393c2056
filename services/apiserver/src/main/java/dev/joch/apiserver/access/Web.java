package dev.joch.apiserver.access;

import com.nimbusds.jose.util.JSONObjectUtils;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks identity providers over HTTP: no redirects, answers of bounded size, and a time limit that
 * holds for the whole answer, not just for its head.
 */
final class Web implements AutoCloseable {

    private static final long MOST_BYTES = 1024 * 1024;

    private final HttpClient client;
    private final Duration patience;

    private Web(HttpClient client, Duration patience) {
        this.client = client;
        this.patience = patience;
    }

    /**
     * @param caFile certificates to trust (PEM); {@code null} for those of the JDK
     */
    static Web trusting(@Nullable Path caFile, Duration patience) {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(patience);
        if (caFile != null) {
            builder.sslContext(trust(caFile));
        }
        return new Web(builder.build(), patience);
    }

    /** Tokens and keys travel encrypted, unless they do not leave the machine. */
    static void checkSafe(String key, URI address) {
        boolean https = "https".equals(address.getScheme()) && address.getHost() != null;
        if (!https && !("http".equals(address.getScheme()) && loopback(address))) {
            throw new IllegalArgumentException(
                    key + " must be an https address (http only on the loopback address)");
        }
    }

    private static boolean loopback(URI address) {
        String host = address.getHost();
        try {
            return host != null
                    && (host.equals("localhost")
                            || (host.matches("[0-9.]+|\\[.*]")
                                    && InetAddress.getByName(host).isLoopbackAddress()));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The JSON object at an address. */
    Map<String, Object> get(URI address) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .header("accept", "application/json")
                        .timeout(patience)
                        .build();
        return object(request, 200);
    }

    /** The JSON object that answers another one. */
    Map<String, Object> post(URI address, Map<String, Object> body, String bearer)
            throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .header("accept", "application/json")
                        .header("content-type", "application/json")
                        .header("authorization", "Bearer " + bearer)
                        .timeout(patience)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        JSONObjectUtils.toJSONString(body)))
                        .build();
        return object(request, 201);
    }

    private Map<String, Object> object(HttpRequest request, int expected) throws IOException {
        HttpResponse<byte[]> response = send(request);
        // an API server answers a creation by 201, others may by 200
        if (response.statusCode() != expected && response.statusCode() != 200) {
            throw new IOException(request.uri() + " answered " + response.statusCode());
        }
        try {
            return JSONObjectUtils.parse(new String(response.body(), StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new IOException(request.uri() + " did not answer a JSON object", e);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        Future<HttpResponse<byte[]>> answer =
                client.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException(request.uri() + " took longer than " + patience, e);
        } catch (ExecutionException e) {
            throw new IOException(request.uri() + " cannot be asked", e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static SSLContext trust(Path caFile) {
        try (InputStream in = Files.newInputStream(caFile)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int index = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + index++, certificate);
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("certificates of " + caFile + " cannot be read", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
