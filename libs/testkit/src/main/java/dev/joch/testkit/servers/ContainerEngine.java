package dev.joch.testkit.servers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Asks a container engine what it has, and nothing else. */
final class ContainerEngine {

    private static final String OWN_SOCKET = "unix:///var/run/docker.sock";

    private final SocketAddress address;

    ContainerEngine(SocketAddress address) {
        this.address = address;
    }

    /** The engine that {@code DOCKER_HOST} names, or the machine's own. */
    static ContainerEngine local() {
        String named = System.getenv("DOCKER_HOST");
        return new ContainerEngine(address(named == null || named.isBlank() ? OWN_SOCKET : named));
    }

    private static SocketAddress address(String host) {
        URI uri = URI.create(host);
        return "unix".equals(uri.getScheme())
                ? UnixDomainSocketAddress.of(uri.getPath())
                : new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    boolean answers() {
        return asks("/_ping");
    }

    boolean has(String image) {
        return asks("/images/" + image + "/json");
    }

    /** Whether the answer is yes. An engine that cannot be reached has nothing. */
    private boolean asks(String path) {
        try (SocketChannel channel = open()) {
            String request = "GET " + path + " HTTP/1.0\r\nHost: engine\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer status = ByteBuffer.allocate("HTTP/1.0 200".length());
            while (status.hasRemaining() && channel.read(status) >= 0) {
                Thread.onSpinWait();
            }
            return new String(status.array(), StandardCharsets.US_ASCII).endsWith(" 200");
        } catch (IOException e) {
            return false;
        }
    }

    private SocketChannel open() throws IOException {
        SocketChannel channel =
                address instanceof UnixDomainSocketAddress
                        ? SocketChannel.open(StandardProtocolFamily.UNIX)
                        : SocketChannel.open();
        try {
            channel.connect(address);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
