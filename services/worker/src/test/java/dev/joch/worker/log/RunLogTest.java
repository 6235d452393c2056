package dev.joch.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.wait.Await;
import dev.joch.trace.v1.LogChunk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

final class RunLogTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int MEMORY = 128 * 1024;

    @TempDir private Path folder;

    private final AtomicInteger floods = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final Sink sink = new Sink();

    /** Takes chunks, or is away. */
    private static final class Sink implements LogSink {

        private final List<LogChunk> chunks = new CopyOnWriteArrayList<>();
        private volatile Answer answer = Answer.TAKEN;
        private volatile boolean closed;

        @Override
        public Answer append(List<LogChunk> sent, boolean close) {
            Answer now = answer;
            if (now == Answer.TAKEN) {
                chunks.addAll(sent);
                closed |= close;
            }
            return now;
        }

        String text(String stream) {
            return chunks.stream()
                    .filter(chunk -> chunk.getStream().equals(stream))
                    .map(chunk -> chunk.getText().toStringUtf8())
                    .collect(Collectors.joining());
        }
    }

    private RunLog log(long most, long spool) {
        return new RunLog(
                1,
                new LogLimits(most, MEMORY, spool, Duration.ofMillis(10), Duration.ofSeconds(1)),
                InstantSource.system(),
                folder.resolve("spool"),
                floods::incrementAndGet);
    }

    private static String lines(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("line number ").append(i).append('\n');
        }
        return text.toString();
    }

    private static LogReader read(RunLog log, String text) {
        return LogReader.start(
                RunLog.STDOUT,
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                log);
    }

    private void numbersHaveNoGaps() {
        assertThat(sink.chunks)
                .extracting(LogChunk::getNumber)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, sink.chunks.size()).boxed().toList());
    }

    @Test
    void allThatIsWrittenArrivesInOrderInWholeLines() throws InterruptedException {
        RunLog log = log(10_000_000, 0);
        LogShipper shipper = LogShipper.start(log, sink, Duration.ofSeconds(1));
        String text = lines(100_000) + "an end without a line feed";
        assertThat(read(log, text).awaitEnd(SOON)).isTrue();
        assertThat(shipper.finish(SOON)).isTrue();
        assertThat(sink.text("stdout")).isEqualTo(text);
        assertThat(sink.closed).isTrue();
        numbersHaveNoGaps();
        assertThat(sink.chunks)
                .allSatisfy(
                        chunk -> assertThat(chunk.getText().size()).isLessThanOrEqualTo(65_536));
        List<LogChunk> whole = sink.chunks.subList(0, sink.chunks.size() - 1);
        assertThat(whole)
                .allSatisfy(chunk -> assertThat(chunk.getText().toStringUtf8()).endsWith("\n"));
    }

    @Test
    void aLineThatIsLongerThanAChunkIsCut() throws InterruptedException {
        RunLog log = log(10_000_000, 0);
        LogShipper shipper = LogShipper.start(log, sink, Duration.ofSeconds(1));
        String text = "x".repeat(200_000) + "\n";
        assertThat(read(log, text).awaitEnd(SOON)).isTrue();
        assertThat(shipper.finish(SOON)).isTrue();
        assertThat(sink.text("stdout")).isEqualTo(text);
        numbersHaveNoGaps();
    }

    @Test
    void aWriterWaitsForAnybodyWhoIsSlow() throws InterruptedException {
        RunLog log = log(10_000_000, 10_000_000);
        LogReader reader = read(log, lines(40_000));
        assertThat(reader.awaitEnd(Duration.ofMillis(300))).isFalse();
        LogShipper shipper = LogShipper.start(log, sink, Duration.ofSeconds(1));
        assertThat(reader.awaitEnd(SOON)).isTrue();
        assertThat(shipper.finish(SOON)).isTrue();
        assertThat(sink.text("stdout")).isEqualTo(lines(40_000));
    }

    @Test
    void whileNobodyAnswersLinesGoToDiskAndArriveLater() throws InterruptedException {
        sink.answer = LogSink.Answer.AWAY;
        RunLog log = log(10_000_000, 10_000_000);
        LogShipper shipper = LogShipper.start(log, sink, Duration.ofSeconds(5));
        String text = lines(40_000);
        assertThat(read(log, text).awaitEnd(SOON)).isTrue();
        log.say("between");
        sink.answer = LogSink.Answer.TAKEN;
        assertThat(shipper.finish(SOON)).isTrue();
        assertThat(sink.text("stdout")).isEqualTo(text);
        assertThat(sink.text("worker")).isEqualTo("between\n");
        numbersHaveNoGaps();
        assertThat(folder.resolve("spool")).doesNotExist();
    }

    @Test
    void whatTheDiskMayNotHoldIsCountedAndTold() throws InterruptedException {
        sink.answer = LogSink.Answer.AWAY;
        RunLog log = log(10_000_000, 50_000);
        LogShipper shipper = LogShipper.start(log, sink, Duration.ofSeconds(5));
        String text = lines(40_000);
        assertThat(read(log, text).awaitEnd(SOON)).isTrue();
        sink.answer = LogSink.Answer.TAKEN;
        Await.until("it arrives", SOON, () -> sink.text("worker").contains("were not kept"));
        assertThat(shipper.finish(SOON)).isTrue();
        assertThat(log.dropped()).isEqualTo(text.length() - sink.text("stdout").length());
        assertThat(text).startsWith(sink.text("stdout"));
        numbersHaveNoGaps();
    }

    @Test
    void whoeverComesAndGoesGetsAllInOrder() throws InterruptedException {
        RunLog log = log(10_000_000, 10_000_000);
        LogShipper shipper =
                LogShipper.start(
                        log,
                        (sent, close) -> {
                            assertThat(sent.size()).isLessThanOrEqualTo(500);
                            sink.answer =
                                    calls.incrementAndGet() % 3 == 0
                                            ? LogSink.Answer.TAKEN
                                            : LogSink.Answer.AWAY;
                            return sink.append(sent, close);
                        },
                        Duration.ofSeconds(20));
        byte[] line = "x\n".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 5_000; i++) {
            log.write(i % 2 == 0 ? RunLog.STDOUT : RunLog.STDERR, line, 0, line.length);
        }
        assertThat(shipper.finish(Duration.ofSeconds(30))).isTrue();
        assertThat(sink.text("stdout") + sink.text("stderr")).isEqualTo("x\n".repeat(5_000));
        numbersHaveNoGaps();
    }

    @Test
    void aLogHasALimit() throws InterruptedException {
        RunLog log = log(100_000, 0);
        LogShipper shipper = LogShipper.start(log, sink, Duration.ofSeconds(1));
        assertThat(read(log, lines(40_000)).awaitEnd(SOON)).isTrue();
        assertThat(shipper.finish(SOON)).isTrue();
        assertThat(floods).hasValue(1);
        assertThat(sink.text("stdout").length()).isBetween(30_000, 100_000);
        assertThat(sink.text("worker")).contains("the rest is not kept").contains("were not kept");
        assertThat(log.tail()).contains("line number 39999");
        numbersHaveNoGaps();
    }

    @Test
    void whoeverRefusesIsNotAskedAgain() throws InterruptedException {
        sink.answer = LogSink.Answer.REFUSED;
        RunLog log = log(10_000_000, 0);
        LogShipper shipper = LogShipper.start(log, sink, Duration.ofSeconds(1));
        assertThat(read(log, lines(40_000)).awaitEnd(SOON)).isTrue();
        sink.answer = LogSink.Answer.TAKEN;
        assertThat(shipper.finish(SOON)).isTrue();
        assertThat(sink.chunks).isEmpty();
    }

    @Test
    void theEndOfALogIsGivenUpInTheEnd() throws InterruptedException {
        sink.answer = LogSink.Answer.AWAY;
        RunLog log = log(10_000_000, 0);
        LogShipper shipper = LogShipper.start(log, sink, Duration.ofMillis(200));
        assertThat(read(log, "x\n").awaitEnd(SOON)).isTrue();
        assertThat(shipper.finish(Duration.ofMillis(10))).isFalse();
        assertThat(shipper.await(SOON)).isTrue();
    }

    @Test
    void theTailIsTheLastLines() {
        LogTail tail = new LogTail(20);
        for (String line : List.of("first\n", "second\n", "third\n", "fourth\n")) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            tail.add(bytes, 0, bytes.length);
        }
        assertThat(tail.text()).isEqualTo("third\nfourth\n");
        byte[] noText = new byte[100];
        Arrays.fill(noText, (byte) 0xff);
        tail.add(noText, 0, noText.length);
        assertThat(tail.text().getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(20);
    }
}
