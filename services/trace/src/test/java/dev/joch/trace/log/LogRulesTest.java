package dev.joch.trace.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;

import dev.joch.trace.Arrivals;
import dev.joch.trace.TraceProblem;
import dev.joch.trace.log.LogRules.Step;
import dev.joch.trace.v1.LogChunk;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

final class LogRulesTest {

    private static final LogKey LOG = new LogKey(Arrivals.run("run-1"), "uid-1");

    private final LogRules rules =
            new LogRules(new LogLimits(1_000_000, 10, Duration.ofSeconds(1)));

    private static LogChunk chunk(long number, String text) {
        return LogChunk.newBuilder()
                .setNumber(number)
                .setText(ByteString.copyFromUtf8(text))
                .build();
    }

    private static Append append(long token, LogChunk... chunks) {
        return new Append(LOG, token, List.of(chunks), false);
    }

    private Step.Write write(LogHead head, Append append) {
        return (Step.Write) rules.decide(head, append);
    }

    private static TraceProblem refusal(Step step) {
        return ((Step.Refuse) step).problem();
    }

    @Test
    void onlyWhatIsNewIsWritten() {
        LogHead head = new LogHead(3, 2, 8, 0, false);
        Step.Write step =
                write(head, append(3, chunk(1, "one\n"), chunk(2, "two\n"), chunk(3, "x\n")));
        assertThat(step.head()).isEqualTo(new LogHead(3, 3, 10, 0, false));
        assertThat(step.pieces()).hasSize(1);
        assertThat(step.pieces().getFirst().position()).isEqualTo(8);
        assertThat(step.pieces().getFirst().first()).isEqualTo(3);
    }

    @Test
    void aGapAndAnOlderLeaseAreRefused() {
        LogHead head = new LogHead(3, 2, 8, 0, false);
        assertThat(refusal(rules.decide(head, append(3, chunk(4, "x")))))
                .isEqualTo(new TraceProblem.LogGap(3, 4));
        assertThat(refusal(rules.decide(head, append(2, chunk(3, "x")))))
                .isEqualTo(new TraceProblem.LogTakenOver(2, 3));
    }

    @Test
    void aNewerLeaseBeginsAtOneAgainAndOpensTheLog() {
        LogHead head = new LogHead(3, 2, 8, 0, true);
        Step.Write step = write(head, append(4, chunk(1, "new\n")));
        assertThat(step.head()).isEqualTo(new LogHead(4, 1, 12, 0, false));
    }

    @Test
    void whatWouldGoAtOnceIsNotWritten() {
        LogChunk[] flood = new LogChunk[40];
        for (int i = 0; i < flood.length; i++) {
            flood[i] = chunk(i + 1, "x".repeat(100_000));
        }
        Step.Write step = write(LogHead.EMPTY, append(1, flood));
        long kept = step.pieces().stream().mapToLong(Piece::bytes).sum();
        assertThat(kept + step.head().dropped()).isEqualTo(4_000_000);
        assertThat(kept).isBetween(1_000_000L, 1_600_000L);
        assertThat(step.pieces().getFirst().position()).isZero();
        assertThat(step.pieces().getLast().end()).isEqualTo(4_000_000);
        assertThat(step.trim()).isTrue();
    }

    @Test
    void theLastLinesAreThoseAtTheEnd() {
        List<LogChunk> chunks =
                new ArrayList<>(List.of(chunk(1, "a\nb\n"), chunk(2, "c"), chunk(3, "d\n")));
        assertThat(text(LogRules.lastLines(chunks, 1))).isEqualTo("cd\n");
        assertThat(text(LogRules.lastLines(chunks, 2))).isEqualTo("b\ncd\n");
        assertThat(text(LogRules.lastLines(chunks, 3))).isEqualTo("a\nb\ncd\n");
        assertThat(text(LogRules.lastLines(chunks, 9))).isEqualTo("a\nb\ncd\n");
        assertThat(LogRules.lastLines(List.of(), 3)).isEmpty();
    }

    private static String text(List<LogChunk> chunks) {
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> text.append(chunk.getText().toStringUtf8()));
        return text.toString();
    }
}
