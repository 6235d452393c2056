package dev.joch.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.utility.TestcontainersConfiguration;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/** The engine here is a few lines that speak its protocol. */
class ServerChoiceTest {

    private static final String IMAGE = "postgres:18";

    private static String reaper() {
        return TestcontainersConfiguration.getInstance().getRyukImage();
    }

    private static ServerChoice choose(Path folder, Set<String> images) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("engine"));
        try (ServerSocketChannel engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            engine.bind(address);
            Thread.ofVirtual().start(() -> serve(engine, images));
            return ServerChoice.decide(new ContainerEngine(address), IMAGE);
        }
    }

    private static void serve(ServerSocketChannel engine, Set<String> images) {
        try {
            while (true) {
                try (SocketChannel caller = engine.accept()) {
                    ByteBuffer request = ByteBuffer.allocate(1024);
                    caller.read(request);
                    String text = new String(request.array(), StandardCharsets.US_ASCII);
                    boolean known =
                            text.startsWith("GET /_ping ")
                                    || images.stream()
                                            .anyMatch(image ->
                                                    text.startsWith(
                                                            "GET /images/" + image + "/json "));
                    String answer = "HTTP/1.0 " + (known ? "200 OK" : "404 Not Found");
                    caller.write(
                            ByteBuffer.wrap(
                                    (answer + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
                }
            }
        } catch (IOException e) {
            assertThat(engine.isOpen()).as("the engine is closed at the end").isFalse();
        }
    }

    @Test
    void withoutAnEngineItIsAProcess(@TempDir Path folder) {
        ContainerEngine none =
                new ContainerEngine(UnixDomainSocketAddress.of(folder.resolve("nobody")));
        assertThat(ServerChoice.decide(none, IMAGE))
                .isEqualTo(new ServerChoice(false, "no container engine answers"));
    }

    @Test
    void nothingIsPulled(@TempDir Path folder) throws IOException {
        assertThat(choose(folder, Set.of(reaper())))
                .isEqualTo(
                        new ServerChoice(false, "the container engine has no image postgres:18"));
    }

    @Test
    void withImageAndReaperItIsAContainer(@TempDir Path folder) throws IOException {
        assertThat(choose(folder, Set.of(IMAGE, reaper())).containers()).isTrue();
    }
}
