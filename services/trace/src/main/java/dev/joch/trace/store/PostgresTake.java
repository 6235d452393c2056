package dev.joch.trace.store;

import dev.joch.service.database.Columns;
import dev.joch.trace.sample.SamplingRules;
import dev.joch.trace.span.Arrived;
import dev.joch.trace.span.RunKey;
import dev.joch.trace.span.Sampling;
import dev.joch.trace.span.SpanLimits;
import dev.joch.trace.span.SpanSort;
import dev.joch.trace.span.TraceKey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Takes the spans of a group in, within an open transaction. */
final class PostgresTake {

    /** Locks the traces in one order, so that groups of several replicas never wait in a circle. */
    private static final String LOCK =
            """
            insert into trace as t (tenant, namespace, execution, trace_id, agent, environment,
                sampling, verdict, started_at, received_at, changed_at, ended_at)
            select k.*, ?, ?, 0
            from unnest(?::text[], ?::text[], ?::text[], ?::bytea[], ?::text[], ?::text[],
                ?::text[], ?::text[], ?::bigint[]) as k
            on conflict (tenant, namespace, execution, trace_id) do update
                set changed_at = excluded.changed_at
            returning id, tenant, namespace, execution, trace_id, sampling, verdict,
                spans + sampled_out, bytes
            """;

    private static final String ADD =
            """
            insert into span (trace, span_id, tenant, started_at, body, place)
            select trace, span_id, tenant, started_at, body,
                case when sent then pg_current_xact_id() end
            from unnest(?::bigint[], ?::bytea[], ?::text[], ?::bigint[], ?::bytea[], ?::boolean[])
                as k (trace, span_id, tenant, started_at, body, sent)
            on conflict do nothing
            returning trace, span_id
            """;

    private static final String KNOWN =
            """
            select s.span_id from span s
            where s.trace = ? and s.span_id = any (?::bytea[])
            """;

    private static final String COUNT =
            """
            update trace t set
                agent = case when t.agent = '' then d.agent else t.agent end,
                environment = case when t.environment = '' then d.environment else t.environment end,
                started_at = least(t.started_at, d.started_at),
                ended_at = greatest(t.ended_at, d.ended_at),
                root_ended = t.root_ended or d.root_ended,
                interesting = t.interesting or d.interesting,
                spans = t.spans + d.spans,
                sampled_out = t.sampled_out + d.sampled_out,
                refused = t.refused + d.refused,
                bytes = t.bytes + d.bytes,
                model_calls = t.model_calls + d.model_calls,
                tool_calls = t.tool_calls + d.tool_calls,
                handoffs = t.handoffs + d.handoffs,
                hook_decisions = t.hook_decisions + d.hook_decisions,
                knowledge_retrievals = t.knowledge_retrievals + d.knowledge_retrievals,
                errors = t.errors + d.errors,
                cost_micro = t.cost_micro + d.cost,
                tell_at = case when t.execution = '' then null else least(t.tell_at, ?) end
            from unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::boolean[],
                ?::boolean[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                as d (trace, agent, environment, started_at, ended_at, root_ended, interesting,
                    spans, sampled_out, refused, bytes, model_calls, tool_calls, handoffs,
                    hook_decisions, knowledge_retrievals, errors, cost)
            where t.id = d.trace
            """;

    /** The record of kind Trace is written now and then, not with every span. */
    private static final long TELL_AFTER_MICROS = 1_000_000;

    private static final HexFormat HEX = HexFormat.of();

    private final Connection connection;
    private final SpanLimits limits;
    private final SamplingRules rules;
    private final boolean exports;
    private final long now;

    /** A trace as it was before the group. */
    private record Row(long id, Sampling sampling, Verdict verdict, int spans, long bytes) {}

    /** A span that is written if it is not there. */
    private record Wanted(Row row, Arrived span) {
        boolean kept() {
            return SamplingRules.keeps(row.verdict(), row.sampling(), span.facts().remarkable());
        }
    }

    private record SpanKey(TraceKey trace, String span) {
        static SpanKey of(Arrived span) {
            return new SpanKey(span.trace(), span.spanId());
        }
    }

    /**
     * @param exports whether spans get a place in the order of the export
     * @param now in microseconds
     */
    PostgresTake(
            Connection connection,
            SpanLimits limits,
            SamplingRules rules,
            boolean exports,
            long now) {
        this.connection = connection;
        this.limits = limits;
        this.rules = rules;
        this.exports = exports;
        this.now = now;
    }

    List<Taken> take(List<List<Arrived>> requests) throws SQLException {
        TreeMap<TraceKey, Map<String, Arrived>> traces = new TreeMap<>();
        for (List<Arrived> request : requests) {
            for (Arrived span : request) {
                traces.computeIfAbsent(span.trace(), key -> new LinkedHashMap<>())
                        .putIfAbsent(span.spanId(), span);
            }
        }
        Map<TraceKey, Row> rows = lock(traces);
        Map<Long, Tally> tallies = new TreeMap<>();
        List<Wanted> wanted = new ArrayList<>();
        Set<SpanKey> refused = new HashSet<>();
        for (Map.Entry<TraceKey, Map<String, Arrived>> trace : traces.entrySet()) {
            Row row = rows.get(trace.getKey());
            if (row == null) {
                throw new IllegalStateException("a trace was not locked");
            }
            Tally tally = tallies.computeIfAbsent(row.id(), Tally::new);
            for (Arrived span : admit(row, trace.getValue().values(), wanted)) {
                refused.add(SpanKey.of(span));
                tally.refuse();
            }
        }
        Set<String> added = add(wanted);
        for (Wanted each : wanted) {
            if (added.contains(rowKey(each.row().id(), each.span().spanId()))) {
                tallies.computeIfAbsent(each.row().id(), Tally::new).add(each.span(), each.kept());
            }
        }
        count(tallies.values().stream().filter(Tally::says).toList());
        return requests.stream()
                .map(request -> {
                    int full =
                            (int)
                                    request.stream()
                                            .filter(span -> refused.contains(SpanKey.of(span)))
                                            .count();
                    return new Taken(request.size() - full, full);
                })
                .toList();
    }

    private Map<TraceKey, Row> lock(Map<TraceKey, Map<String, Arrived>> traces)
            throws SQLException {
        List<Arrived> firsts =
                traces.values().stream().map(spans -> spans.values().iterator().next()).toList();
        Map<TraceKey, Row> rows = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setLong(1, now);
            statement.setLong(2, now);
            new Columns<>(statement, 3, firsts)
                    .texts(span -> span.trace().run().tenant())
                    .texts(span -> span.trace().run().namespace())
                    .texts(span -> span.trace().run().execution())
                    .bytes(span -> HEX.parseHex(span.trace().traceId()))
                    .texts(span -> span.run().agent())
                    .texts(span -> span.run().environment())
                    .texts(span -> span.run().sampling().word())
                    .texts(span ->
                            rules.first(span.run().sampling(), span.trace().traceId()).word())
                    .longs(Arrived::startedAt);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    TraceKey key =
                            new TraceKey(
                                    new RunKey(
                                            found.getString(2),
                                            found.getString(3),
                                            found.getString(4)),
                                    HEX.formatHex(found.getBytes(5)));
                    rows.put(
                            key,
                            new Row(
                                    found.getLong(1),
                                    Sampling.of(found.getString(6)),
                                    Verdict.of(found.getString(7)),
                                    found.getInt(8),
                                    found.getLong(9)));
                }
            }
        }
        return rows;
    }

    /** Puts what has room to the wanted ones; gives those that have none. */
    private List<Arrived> admit(Row row, Iterable<Arrived> spans, List<Wanted> wanted)
            throws SQLException {
        List<Arrived> all = new ArrayList<>();
        long bytes = row.bytes();
        for (Arrived span : spans) {
            all.add(span);
            bytes += span.body().length;
        }
        if (row.spans() + all.size() <= limits.perTrace() && bytes <= limits.traceBytes()) {
            all.forEach(span -> wanted.add(new Wanted(row, span)));
            return List.of();
        }
        // those that are here already need no room
        Set<String> known = known(row, all);
        List<Arrived> refused = new ArrayList<>();
        int count = row.spans();
        long size = row.bytes();
        for (Arrived span : all) {
            if (known.contains(span.spanId())) {
                continue;
            }
            if (count < limits.perTrace() && size + span.body().length <= limits.traceBytes()) {
                count++;
                size += span.body().length;
                wanted.add(new Wanted(row, span));
            } else {
                refused.add(span);
            }
        }
        return refused;
    }

    private Set<String> known(Row row, List<Arrived> spans) throws SQLException {
        Set<String> known = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(KNOWN)) {
            statement.setLong(1, row.id());
            new Columns<>(statement, 2, spans).bytes(span -> HEX.parseHex(span.spanId()));
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    known.add(HEX.formatHex(found.getBytes(1)));
                }
            }
        }
        return known;
    }

    private Set<String> add(List<Wanted> wanted) throws SQLException {
        Set<String> added = new HashSet<>();
        if (wanted.isEmpty()) {
            return added;
        }
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            new Columns<>(statement, 1, wanted)
                    .longs(each -> each.row().id())
                    .bytes(each -> HEX.parseHex(each.span().spanId()))
                    .texts(each -> each.span().trace().run().tenant())
                    .longs(each -> each.span().startedAt())
                    .bytes(each -> each.kept() ? each.span().body() : null)
                    .truths(each -> exports && each.kept() && each.row().verdict() != Verdict.OPEN);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    added.add(rowKey(rows.getLong(1), HEX.formatHex(rows.getBytes(2))));
                }
            }
        }
        return added;
    }

    private static String rowKey(long trace, String span) {
        return trace + span;
    }

    private void count(List<Tally> tallies) throws SQLException {
        if (tallies.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
            statement.setLong(1, now + TELL_AFTER_MICROS);
            new Columns<>(statement, 2, tallies)
                    .longs(Tally::trace)
                    .texts(Tally::agent)
                    .texts(Tally::environment)
                    .longs(Tally::startedAt)
                    .longs(Tally::endedAt)
                    .truths(Tally::rootEnded)
                    .truths(Tally::interesting)
                    .longs(Tally::spans)
                    .longs(Tally::sampledOut)
                    .longs(Tally::refused)
                    .longs(Tally::bytes)
                    .longs(tally -> tally.of(SpanSort.MODEL_CALL))
                    .longs(tally -> tally.of(SpanSort.TOOL_CALL))
                    .longs(tally -> tally.of(SpanSort.HANDOFF))
                    .longs(tally -> tally.of(SpanSort.HOOK_DECISION))
                    .longs(tally -> tally.of(SpanSort.KNOWLEDGE_RETRIEVAL))
                    .longs(Tally::errors)
                    .longs(Tally::cost);
            statement.executeUpdate();
        }
    }
}
