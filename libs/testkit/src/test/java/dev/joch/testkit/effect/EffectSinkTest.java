package dev.joch.testkit.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.effect.EffectCall.Answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;

class EffectSinkTest {

    @TempDir private Path folder;

    private EffectSink start(double lost) {
        return EffectSink.start(
                folder.resolve("effects"), new Random(1), lost, InstantSource.system());
    }

    private static String say(EffectSink sink, String line) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sink.port())) {
            socket.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theSameKeyIsDoneOnceWhateverTheAttempt() throws IOException {
        try (EffectSink sink = start(0)) {
            assertThat(say(sink, "r 1 pay\n")).isEqualTo("done\n");
            assertThat(say(sink, "r 1 pay\n")).isEqualTo("again\n");
            assertThat(say(sink, "r 2 pay\n")).isEqualTo("again\n");
            assertThat(say(sink, "r 2 send\n")).isEqualTo("done\n");
            assertThat(say(sink, "s 1 pay\n")).isEqualTo("done\n");
        }
    }

    @Test
    void anOlderAttemptIsRefused() throws IOException {
        try (EffectSink sink = start(0)) {
            assertThat(say(sink, "r 2 pay\n")).isEqualTo("done\n");
            assertThat(say(sink, "r 1 send\n")).isEqualTo("stale\n");
            assertThat(sink.calls())
                    .extracting(EffectCall::answer)
                    .containsExactly(Answer.DONE, Answer.STALE);
        }
    }

    @Test
    void workWhoseAnswerIsLostIsDone() throws IOException {
        try (EffectSink sink = start(1)) {
            assertThat(say(sink, "r 1 pay\n")).isEmpty();
            assertThat(sink.calls())
                    .singleElement()
                    .satisfies(call -> {
                        assertThat(call.answer()).isEqualTo(Answer.DONE);
                        assertThat(call.heard()).isFalse();
                    });
        }
    }

    @Test
    void everyCallIsInTheFileAndHalfAWordIsNone() throws IOException {
        try (EffectSink sink = start(0)) {
            say(sink, "r 1");
            say(sink, "r 1 pay\n");
            say(sink, "r 1 pay\n");
            assertThat(sink.calls()).hasSize(2);
            assertThat(EffectSink.read(folder.resolve("effects"))).isEqualTo(sink.calls());
        }
    }
}
