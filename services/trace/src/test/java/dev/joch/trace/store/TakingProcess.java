package dev.joch.trace.store;

import com.google.protobuf.ByteString;

import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.trace.Arrivals;
import dev.joch.trace.log.Append;
import dev.joch.trace.log.LogKey;
import dev.joch.trace.log.LogLimits;
import dev.joch.trace.log.LogRules;
import dev.joch.trace.sample.DecideTraces;
import dev.joch.trace.sample.SamplingRules;
import dev.joch.trace.span.Sampling;
import dev.joch.trace.span.SpanLimits;
import dev.joch.trace.v1.LogChunk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Takes spans and lines, samples and sends them on, or dies on the way. */
public final class TakingProcess {

    static final LogKey LOG = new LogKey(Arrivals.run("run-1"), "uid-1");

    private TakingProcess() {}

    static Database open(String jdbc) {
        return Database.open(new DatabaseConfig(jdbc, "", "", 2, false), "trace");
    }

    static PostgresTraceStore traces(Database database) {
        return new PostgresTraceStore(
                database,
                new SpanLimits(100, 1_000_000, 10_000, 1_000, 100, 100),
                new SamplingRules(Sampling.FULL, Map.of(), 1),
                true,
                InstantSource.system());
    }

    static PostgresLogStore logs(Database database) {
        return new PostgresLogStore(
                database,
                new LogRules(new LogLimits(1_000_000, 10, Duration.ofSeconds(1))),
                InstantSource.system());
    }

    /** Takes what the collector is given into a file. */
    private static void collect(Path file, String name) {
        try {
            Files.writeString(
                    file,
                    name + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void main(String[] arguments) {
        Path collected = Path.of(arguments[1]);
        try (Database database = open(arguments[0]);
                PostgresTraceStore traces = traces(database);
                PostgresLogStore logs = logs(database);
                PostgresUpkeep upkeep =
                        new PostgresUpkeep(database, true, InstantSource.system())) {
            traces.take(
                    List.of(
                            List.of(
                                    Arrivals.root("run-1", Sampling.TAIL, 1, 1),
                                    Arrivals.of(
                                            "run-1",
                                            Sampling.TAIL,
                                            1,
                                            2,
                                            dev.joch.trace.Spans.failed(
                                                    dev.joch.trace.Spans.span(1, 2, 1, "step"))))));
            logs.append(
                    List.of(
                            new Append(
                                    LOG,
                                    1,
                                    List.of(
                                            LogChunk.newBuilder()
                                                    .setNumber(1)
                                                    .setText(ByteString.copyFromUtf8("one\n"))
                                                    .build()),
                                    false)));
            Failpoint.TRACE_ANSWER_BEFORE.hit();
            new DecideTraces(
                            upkeep,
                            Duration.ZERO,
                            Duration.ZERO,
                            Duration.ZERO,
                            () -> InstantSource.system().instant().plusSeconds(1))
                    .decide();
            upkeep.send(
                    100,
                    spans ->
                            spans.forEach(span ->
                                    collect(
                                            collected,
                                            span.getScopeSpans(0).getSpans(0).getName())));
        }
        System.exit(0);
    }
}
