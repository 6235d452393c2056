package dev.joch.trace.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.testkit.postgres.TestPostgres;
import dev.joch.trace.Arrivals;
import dev.joch.trace.Spans;
import dev.joch.trace.sample.DecideTraces;
import dev.joch.trace.sample.SamplingRules;
import dev.joch.trace.span.Arrived;
import dev.joch.trace.span.Sampling;
import dev.joch.trace.span.SpanLimits;
import dev.joch.trace.v1.TraceSummary;

import io.opentelemetry.proto.trace.v1.ResourceSpans;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is kept of traces, with a real Postgres. */
final class PostgresTraceStoreTest {

    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final Duration QUIET = Duration.ofSeconds(60);

    private Instant now = Instant.parse("2026-05-10T10:00:00Z");
    private final DatabaseConfig config =
            new DatabaseConfig(TestPostgres.server().newDatabase(), "", "", 4, false);
    private final Database database = Database.open(config, "trace");
    private final SamplingRules rules = new SamplingRules(Sampling.FULL, Map.of(), 0.5);
    private final PostgresTraceStore store =
            new PostgresTraceStore(
                    database,
                    new SpanLimits(100, 1_000_000, 10_000, 1_000, 100, 100),
                    rules,
                    true,
                    () -> now);
    private final PostgresUpkeep upkeep = new PostgresUpkeep(database, true, () -> now);
    private final DecideTraces decide =
            new DecideTraces(upkeep, SETTLE, QUIET, Duration.ofMillis(50), () -> now);

    @AfterEach
    void close() {
        store.close();
        upkeep.close();
        database.close();
    }

    private void take(Arrived... spans) {
        store.take(List.of(List.of(spans)));
    }

    private TraceSummary trace(String execution) {
        return store.newest(Arrivals.run(execution)).orElseThrow().summary();
    }

    private int kept(String execution) {
        long id = store.newest(Arrivals.run(execution)).orElseThrow().id();
        return store.spans("acme", id, 100).size();
    }

    private void passes(Duration time) {
        now = now.plus(time);
    }

    @Test
    void requestsOfAGroupGetTheirOwnAnswers() {
        List<Arrived> many = new ArrayList<>();
        for (int i = 1; i <= 110; i++) {
            many.add(Arrivals.below("run-1", Sampling.FULL, 1, i, "step"));
        }
        List<Taken> taken =
                store.take(
                        List.of(
                                List.of(Arrivals.root("run-2", Sampling.FULL, 2, 1)),
                                many,
                                List.of(Arrivals.root("run-2", Sampling.FULL, 2, 1))));
        assertThat(taken).containsExactly(new Taken(1, 0), new Taken(100, 10), new Taken(1, 0));
        assertThat(trace("run-2").getSpans()).isEqualTo(1);
        assertThat(trace("run-1").getSpans()).isEqualTo(100);
    }

    @Test
    void tailKeepsWhatIsRemarkableAndCountsTheRest() {
        take(
                Arrivals.root("good", Sampling.TAIL, 1, 1),
                Arrivals.below("good", Sampling.TAIL, 1, 2, "ToolCall"));
        take(
                Arrivals.root("bad", Sampling.TAIL, 2, 1),
                Arrivals.of(
                        "bad",
                        Sampling.TAIL,
                        2,
                        2,
                        Spans.with(
                                Spans.span(2, 2, 1, "HookDecision"),
                                Map.of("joch.hook.decision", "deny"))));
        take(
                Arrivals.of(
                        "slow",
                        Sampling.TAIL,
                        3,
                        1,
                        Spans.span(3, 1, 0, "AgentRun")
                                .setEndTimeUnixNano(1_770_000_001_000_000_000L)));
        take(Arrivals.below("open", Sampling.TAIL, 4, 2, "ToolCall"));
        assertThat(decide.decide()).isZero();
        passes(SETTLE.plusMillis(1));
        assertThat(decide.decide()).isEqualTo(3);
        assertThat(trace("good").getSampledOut()).isEqualTo(2);
        assertThat(trace("good").getSpans()).isZero();
        assertThat(trace("good").getToolCalls()).isEqualTo(1);
        assertThat(kept("good")).isZero();
        assertThat(kept("bad")).isEqualTo(2);
        assertThat(kept("slow")).isEqualTo(1);
        assertThat(kept("open")).isEqualTo(1);
        passes(QUIET);
        assertThat(decide.decide()).isEqualTo(1);
        assertThat(kept("open")).isZero();
        // late spans and redelivered ones
        take(Arrivals.below("good", Sampling.TAIL, 1, 2, "ToolCall"));
        assertThat(trace("good").getSampledOut()).isEqualTo(2);
        take(Arrivals.below("good", Sampling.TAIL, 1, 3, "ToolCall"));
        assertThat(trace("good").getSampledOut()).isEqualTo(3);
        take(
                Arrivals.of(
                        "good",
                        Sampling.TAIL,
                        1,
                        4,
                        Spans.failed(Spans.span(1, 4, 1, "ToolCall"))));
        assertThat(kept("good")).isEqualTo(1);
        assertThat(trace("good").getSampling()).isEqualTo("tail");
    }

    @Test
    void headKeepsItsShareOfTracesWhole() {
        int kept = 0;
        for (int i = 1; i <= 40; i++) {
            int trace = i * 48_271;
            String name = "run-" + i;
            Arrived span =
                    new Arrived(
                            new dev.joch.trace.span.TraceKey(
                                    Arrivals.run(name),
                                    String.format(
                                            "%016x%016x", trace, trace * 0x9E3779B97F4A7C15L)),
                            Spans.spanId(1),
                            1,
                            2,
                            Arrivals.root(name, Sampling.HEAD, 1, 1).facts(),
                            Arrivals.root(name, Sampling.HEAD, 1, 1).run(),
                            Arrivals.root(name, Sampling.HEAD, 1, 1).body());
            take(span);
            TraceSummary summary = trace(name);
            assertThat(summary.getSpans() + summary.getSampledOut()).isEqualTo(1);
            assertThat(kept(name)).isEqualTo(summary.getSpans());
            kept += summary.getSpans();
        }
        assertThat(kept).isBetween(8, 32);
    }

    @Test
    void exemplarKeepsOneTracePerAgentToolAndMinute() {
        take(Arrivals.root("first", Sampling.EXEMPLAR, 1, 1));
        take(Arrivals.root("second", Sampling.EXEMPLAR, 2, 1));
        take(
                Arrivals.root("third", Sampling.EXEMPLAR, 3, 1),
                Arrivals.of(
                        "third",
                        Sampling.EXEMPLAR,
                        3,
                        2,
                        Spans.with(
                                Spans.span(3, 2, 1, "ToolCall"),
                                Map.of("joch.tool.name", "search"))));
        passes(QUIET.plusMillis(1));
        assertThat(decide.decide()).isEqualTo(3);
        assertThat(kept("first")).isEqualTo(1);
        assertThat(kept("second")).isZero();
        assertThat(kept("third")).isEqualTo(2);
        take(Arrivals.root("later", Sampling.EXEMPLAR, 4, 1));
        passes(QUIET.plusMillis(1));
        decide.decide();
        assertThat(kept("later")).isEqualTo(1);
    }

    @Test
    void oldTracesGoInSteps() {
        for (int i = 1; i <= 5; i++) {
            take(Arrivals.root("run-" + i, Sampling.FULL, i, 1));
        }
        passes(Duration.ofDays(2));
        take(Arrivals.below("run-5", Sampling.FULL, 5, 2, "late"));
        assertThat(upkeep.dropTraces(now.minus(Duration.ofDays(1)), 3)).isEqualTo(3);
        assertThat(upkeep.dropTraces(now.minus(Duration.ofDays(1)), 3)).isEqualTo(1);
        assertThat(upkeep.dropTraces(now.minus(Duration.ofDays(1)), 3)).isZero();
        assertThat(store.newest(Arrivals.run("run-1"))).isEmpty();
        assertThat(kept("run-5")).isEqualTo(2);
    }

    @Test
    void theExportHandsOutEachSpanOnceAndInOrder() {
        take(Arrivals.root("run-1", Sampling.FULL, 1, 1));
        take(Arrivals.root("run-2", Sampling.TAIL, 2, 1));
        take(Arrivals.below("run-1", Sampling.FULL, 1, 2, "step"));
        List<String> sent = new ArrayList<>();
        assertThat(upkeep.waiting(10)).isEqualTo(2);
        assertThrows(
                IllegalStateException.class,
                () ->
                        upkeep.send(
                                1,
                                spans -> {
                                    throw new IllegalStateException("the collector is away");
                                }));
        assertThat(upkeep.send(1, spans -> names(spans, sent))).isEqualTo(1);
        assertThat(upkeep.send(10, spans -> names(spans, sent))).isEqualTo(1);
        assertThat(upkeep.send(10, spans -> names(spans, sent))).isZero();
        assertThat(sent).containsExactly("AgentRun", "step");
        // what was not decided comes when it is, and what was dropped never
        take(
                Arrivals.of(
                        "run-2", Sampling.TAIL, 2, 2, Spans.failed(Spans.span(2, 2, 1, "failed"))));
        take(Arrivals.root("run-3", Sampling.TAIL, 3, 1));
        passes(SETTLE.plusMillis(1));
        decide.decide();
        assertThat(upkeep.send(10, spans -> names(spans, sent))).isEqualTo(2);
        assertThat(sent).contains("failed").hasSize(4);
        assertThat(upkeep.waiting(10)).isZero();
    }

    private static void names(List<ResourceSpans> spans, List<String> names) {
        spans.forEach(span -> names.add(span.getScopeSpans(0).getSpans(0).getName()));
    }

    /** A transaction that began earlier and commits later must not be passed over. */
    @Test
    void theExportWaitsForWhoBeganEarlier() throws SQLException {
        take(Arrivals.root("run-1", Sampling.FULL, 1, 1));
        try (HikariDataSource pool = database.as("joch_trace_upkeep", 1);
                Connection slow = pool.getConnection()) {
            slow.setAutoCommit(false);
            try (Statement statement = slow.createStatement()) {
                statement.executeUpdate(
                        "update span set place = pg_current_xact_id() where place is not null");
                take(Arrivals.below("run-1", Sampling.FULL, 1, 2, "step"));
                List<String> sent = new ArrayList<>();
                upkeep.send(10, spans -> names(spans, sent));
                assertThat(sent).containsExactly("AgentRun");
                slow.commit();
                upkeep.send(10, spans -> names(spans, sent));
                assertThat(sent).containsExactly("AgentRun", "AgentRun", "step");
            }
        }
    }

    /** Asks the database itself, so that a table which somebody adds is not forgotten. */
    @Test
    void everyTableIsGuardedByTenant() throws SQLException {
        try (Connection connection = database.owner().getConnection()) {
            String tables =
                    """
                    select count(*) from pg_class c join pg_attribute a on a.attrelid = c.oid
                    where c.relkind = 'r' and a.attname = 'tenant'
                        and c.relnamespace = current_schema()::regnamespace
                    """;
            assertThat(count(connection, tables)).isEqualTo(7);
            assertThat(
                            count(
                                    connection,
                                    tables + " and c.relrowsecurity and c.relforcerowsecurity"))
                    .isEqualTo(7);
        }
        take(Arrivals.root("run-1", Sampling.FULL, 1, 1));
        try (HikariDataSource app = database.as("joch_trace_app", 1);
                Connection connection = app.getConnection()) {
            assertThat(count(connection, "select count(*) from trace")).isZero();
            assertThat(count(connection, "select count(*) from span")).isZero();
        }
        assertThat(store.byId("other", Spans.traceId(1))).isEmpty();
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
