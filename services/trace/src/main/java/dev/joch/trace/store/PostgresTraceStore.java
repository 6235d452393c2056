package dev.joch.trace.store;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.service.database.Database;
import dev.joch.service.database.TenantSession;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.trace.TraceProblem;
import dev.joch.trace.sample.SamplingRules;
import dev.joch.trace.span.Arrived;
import dev.joch.trace.span.RunKey;
import dev.joch.trace.span.SpanLimits;

import io.opentelemetry.proto.trace.v1.ResourceSpans;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps spans in Postgres, for any number of replicas. */
public final class PostgresTraceStore implements TraceStore {

    static final String ROLE = "joch_trace_app";

    /** One commit at a time is under way, and one connection more for who takes over. */
    private static final int WRITERS = 2;

    private static final TenantSession.Stops STOPS =
            new TenantSession.Stops(
                    Failpoint.TRACE_SPANS_COMMIT_BEFORE, Failpoint.TRACE_SPANS_COMMIT_AFTER);

    private final SpanLimits limits;
    private final SamplingRules rules;
    private final boolean exports;
    private final InstantSource clock;
    private final HikariDataSource writePool;
    private final HikariDataSource readPool;
    private final TenantSession writer;
    private final TenantSession reader;

    /**
     * @param exports whether spans are to be sent on
     */
    public PostgresTraceStore(
            Database database,
            SpanLimits limits,
            SamplingRules rules,
            boolean exports,
            InstantSource clock) {
        this.limits = limits;
        this.rules = rules;
        this.exports = exports;
        this.clock = clock;
        this.writePool = database.as(ROLE, WRITERS);
        this.readPool = database.as(ROLE);
        this.writer = new TenantSession(writePool, new TraceProblem.OutcomeUnknown());
        this.reader = new TenantSession(readPool);
    }

    @Override
    public List<Taken> take(List<List<Arrived>> requests) {
        Set<String> tenants =
                requests.stream()
                        .flatMap(List::stream)
                        .map(span -> span.trace().run().tenant())
                        .collect(Collectors.toSet());
        return writer.write(
                tenants,
                STOPS,
                connection ->
                        new PostgresTake(
                                        connection,
                                        limits,
                                        rules,
                                        exports,
                                        Times.micros(clock.instant()))
                                .take(requests));
    }

    @Override
    public Optional<Kept> newest(RunKey run) {
        return reader.within(
                List.of(run.tenant()), connection -> new PostgresReads(connection).newest(run));
    }

    @Override
    public Optional<Kept> byId(String tenant, String traceId) {
        return reader.within(
                List.of(tenant), connection -> new PostgresReads(connection).byId(tenant, traceId));
    }

    @Override
    public List<ResourceSpans> spans(String tenant, long trace, int limit) {
        return reader.within(
                List.of(tenant), connection -> new PostgresReads(connection).spans(trace, limit));
    }

    @Override
    public List<Kept> list(Selection selection, Optional<Before> before, int limit) {
        return reader.within(
                List.of(selection.tenant()),
                connection -> new PostgresReads(connection).list(selection, before, limit));
    }

    @Override
    public void close() {
        writePool.close();
        readPool.close();
    }
}
