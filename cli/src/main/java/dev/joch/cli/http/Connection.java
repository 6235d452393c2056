package dev.joch.cli.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One connection to one server; one exchange at a time. */
final class Connection implements AutoCloseable {
    private static final int MOST_BYTES = 256 * 1024 * 1024;
    private static final int MOST_HEADERS = 200;

    private final Endpoint endpoint;
    private final Socket socket;
    private final TimedInput in;
    private boolean reusable = true;

    private Connection(Endpoint endpoint, Socket socket) throws IOException {
        this.endpoint = endpoint;
        this.socket = socket;
        this.in = new TimedInput(socket);
    }

    static Connection open(Endpoint endpoint, String authority, Duration timeout)
            throws IOException {
        Socket socket = new Socket();
        try {
            int millis = (int) Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), millis);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(millis);
            Socket speaking = endpoint.secure() ? Tls.over(socket, endpoint, authority) : socket;
            return new Connection(endpoint, speaking);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    boolean reusable() {
        return reusable && !socket.isClosed();
    }

    /** Asks and reads the whole answer before the deadline. */
    Answer exchange(Request request, long deadline) throws IOException {
        reusable = false;
        in.until(deadline);
        send(request);
        Head head = head(request);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 * 1024];
        int count = head.body().read(buffer);
        while (count >= 0) {
            bytes.write(buffer, 0, count);
            if (bytes.size() > MOST_BYTES) {
                throw new IOException("the server sent more than " + MOST_BYTES + " bytes");
            }
            count = head.body().read(buffer);
        }
        reusable = head.body().reusable() && !head.closes();
        return new Answer(head.status(), head.headers(), bytes.toByteArray());
    }

    /**
     * Asks, and hands out the answer while it comes; it breaks off when nothing comes for a while.
     */
    Stream stream(Request request, long deadline, int idleMillis) throws IOException {
        reusable = false;
        in.until(deadline);
        send(request);
        Head head = head(request);
        in.whileNotSilentFor(idleMillis);
        return new Stream(head.status(), head.headers(), head.body());
    }

    record Stream(int status, Map<String, String> headers, InputStream body) {}

    private record Head(int status, Map<String, String> headers, BodyInput body) {
        boolean closes() {
            return headers.getOrDefault("connection", "").equalsIgnoreCase("close");
        }
    }

    private void send(Request request) throws IOException {
        StringBuilder head = new StringBuilder(512);
        head.append(request.method()).append(' ').append(endpoint.path()).append(request.target());
        head.append(" HTTP/1.1\r\nHost: ").append(endpoint.hostHeader()).append("\r\n");
        request.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        if (request.body().length > 0 || !request.safe()) {
            head.append("Content-Length: ").append(request.body().length).append("\r\n");
        }
        byte[] text = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        // one write, so that head and body do not wait for each other's acknowledgement
        byte[] all = new byte[text.length + request.body().length];
        System.arraycopy(text, 0, all, 0, text.length);
        System.arraycopy(request.body(), 0, all, text.length, request.body().length);
        OutputStream out = socket.getOutputStream();
        out.write(all);
        out.flush();
    }

    private Head head(Request request) throws IOException {
        int status = status(in.line());
        Map<String, String> headers = headers();
        while (status >= 100 && status < 200) {
            status = status(in.line());
            headers = headers();
        }
        return new Head(status, headers, BodyInput.of(in, request.method(), status, headers));
    }

    private static int status(String line) throws IOException {
        String[] words = line.split(" ", 3);
        if (words.length >= 2
                && words[0].startsWith("HTTP/1.")
                && words[1].matches("[1-5][0-9][0-9]")) {
            return Integer.parseInt(words[1]);
        }
        throw new IOException("what answers does not speak HTTP");
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = in.line(); !line.isEmpty(); line = in.line()) {
            int colon = line.indexOf(':');
            if (colon <= 0 || headers.size() > MOST_HEADERS) {
                throw new IOException("the server sent a wrong header");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no use any more either way
        }
    }
}
