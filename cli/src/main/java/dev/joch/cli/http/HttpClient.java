package dev.joch.cli.http;

import dev.joch.cli.command.Durations;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;

import javax.net.ssl.SSLException;

/** Asks one server. Opens a connection when it needs one and keeps it for the next request. */
public final class HttpClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Endpoint endpoint;
    private final String authority;
    private final Duration timeout;
    private @Nullable Connection idle;

    /** A client of one server whose exchanges take no longer than the timeout. */
    public HttpClient(Endpoint endpoint, String authority, Duration timeout) {
        this.endpoint = endpoint;
        this.authority = authority;
        this.timeout = timeout;
    }

    /** The answer, whatever its status. */
    public Answer send(Request request) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Connection kept = takeIdle();
        if (kept != null) {
            try {
                return exchange(kept, request, deadline);
            } catch (SocketTimeoutException e) {
                throw failure(e);
            } catch (IOException e) {
                if (!request.safe()) {
                    throw failure(e);
                }
                // the server closed it while it was idle; a read may simply be asked again
            }
        }
        try {
            return exchange(open(), request, deadline);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** An answer that goes on until somebody stops it. */
    public sealed interface Streamed {
        record Open(InputStream body, AutoCloseable connection) implements Streamed {}

        record Refused(Answer answer) implements Streamed {}
    }

    /** Opens a stream, on a connection of its own. */
    public Streamed stream(Request request, Duration idleLimit) throws IOException {
        Connection connection = open();
        try {
            long deadline = System.nanoTime() + timeout.toNanos();
            Connection.Stream stream =
                    connection.stream(request, deadline, (int) idleLimit.toMillis());
            if (stream.status() == 200) {
                return new Streamed.Open(stream.body(), connection);
            }
            byte[] body = stream.body().readAllBytes();
            connection.close();
            return new Streamed.Refused(new Answer(stream.status(), stream.headers(), body));
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private Answer exchange(Connection connection, Request request, long deadline)
            throws IOException {
        try {
            return connection.exchange(request, deadline);
        } finally {
            if (connection.reusable()) {
                idle = connection;
            } else {
                connection.close();
            }
        }
    }

    private Connection open() throws IOException {
        return Connection.open(
                endpoint, authority, timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT);
    }

    private @Nullable Connection takeIdle() {
        Connection kept = idle;
        idle = null;
        return kept;
    }

    /** What an error of the network means to a person. */
    public FailureException failure(IOException e) {
        String where = endpoint.host() + ":" + endpoint.port();
        return new FailureException(
                switch (e) {
                    case ConnectException refused ->
                            new Failure.Unreachable(
                                    "nobody listens at " + where,
                                    "start a local server with joch up, or choose another one with joch context use");
                    case UnknownHostException unknown ->
                            new Failure.Unreachable(
                                    "the host " + endpoint.host() + " is not known",
                                    "check the address with joch context ls");
                    case SocketTimeoutException late ->
                            new Failure.TimedOut(
                                    where + " did not answer within " + Durations.text(timeout),
                                    "try again, or allow more with --request-timeout");
                    case SSLException tls ->
                            new Failure.Unreachable(
                                    "the certificate of "
                                            + where
                                            + " is not accepted: "
                                            + tls.getMessage(),
                                    "name its authority with --certificate-authority FILE");
                    default ->
                            new Failure.Unreachable(
                                    "the connection to " + where + " broke: " + e.getMessage(),
                                    "try again; joch status shows how the server is");
                },
                e);
    }

    @Override
    public void close() {
        Connection kept = takeIdle();
        if (kept != null) {
            kept.close();
        }
    }
}
