package dev.joch.trace.store;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.trace.span.RunKey;
import dev.joch.trace.store.TraceStore.Before;
import dev.joch.trace.store.TraceStore.Kept;
import dev.joch.trace.store.TraceStore.Selection;
import dev.joch.trace.v1.TraceSummary;

import io.opentelemetry.proto.trace.v1.ResourceSpans;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Reads traces in an open transaction. */
final class PostgresReads {

    /** The columns of a summary, in the order in which {@link #kept} reads them. */
    static final String COLUMNS =
            """
            t.id, t.received_at, t.refused, t.tenant, t.namespace, t.execution, t.trace_id,
            t.agent, t.environment, t.started_at, t.ended_at, t.spans, t.sampled_out,
            t.model_calls, t.tool_calls, t.handoffs, t.hook_decisions, t.knowledge_retrievals,
            t.errors, t.cost_micro, t.sampling
            """;

    private static final String NEWEST =
            "select "
                    + COLUMNS
                    + """
                    from trace t where t.tenant = ? and t.namespace = ? and t.execution = ?
                    order by t.received_at desc, t.id desc limit 1
                    """;

    private static final String BY_ID =
            "select "
                    + COLUMNS
                    + """
                    from trace t where t.tenant = ? and t.trace_id = ? and t.execution <> ''
                    order by t.received_at, t.id limit 1
                    """;

    private static final String SPANS =
            """
            select s.body from span s where s.trace = ? and s.body is not null
            order by s.started_at, s.span_id limit ?
            """;

    private static final String LIST =
            "select "
                    + COLUMNS
                    + """
                    from trace t
                    where t.tenant = ? and t.execution <> ''
                        and (cardinality(?::text[]) = 0 or t.namespace = any (?::text[]))
                        and t.received_at >= ? and t.received_at < ?
                        and (t.received_at, t.id) < (?, ?)
                    """;

    private static final String OF_AGENT = " and t.agent = ?\n";

    private static final String IN_ORDER = "order by t.received_at desc, t.id desc limit ?";

    private final Connection connection;

    PostgresReads(Connection connection) {
        this.connection = connection;
    }

    Optional<Kept> newest(RunKey run) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
            statement.setString(1, run.tenant());
            statement.setString(2, run.namespace());
            statement.setString(3, run.execution());
            return all(statement).stream().findFirst();
        }
    }

    Optional<Kept> byId(String tenant, String traceId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BY_ID)) {
            statement.setString(1, tenant);
            statement.setBytes(2, HexFormat.of().parseHex(traceId));
            return all(statement).stream().findFirst();
        }
    }

    List<ResourceSpans> spans(long trace, int limit) throws SQLException {
        List<ResourceSpans> spans = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(SPANS)) {
            statement.setLong(1, trace);
            statement.setInt(2, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    spans.add(parse(rows.getBytes(1)));
                }
            }
        }
        return spans;
    }

    static ResourceSpans parse(byte[] body) {
        try {
            return ResourceSpans.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a kept span cannot be read", e);
        }
    }

    List<Kept> list(Selection selection, Optional<Before> before, int limit) throws SQLException {
        boolean ofAgent = !selection.agent().isEmpty();
        String sql = LIST + (ofAgent ? OF_AGENT : "") + IN_ORDER;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            String[] namespaces = selection.namespaces().toArray(String[]::new);
            statement.setString(1, selection.tenant());
            statement.setArray(2, connection.createArrayOf("text", namespaces));
            statement.setArray(3, connection.createArrayOf("text", namespaces));
            statement.setLong(4, selection.since());
            statement.setLong(5, selection.until());
            statement.setLong(6, before.map(Before::receivedAt).orElse(Long.MAX_VALUE));
            statement.setLong(7, before.map(Before::id).orElse(Long.MAX_VALUE));
            int next = 8;
            if (ofAgent) {
                statement.setString(next++, selection.agent());
            }
            statement.setInt(next, limit);
            return all(statement);
        }
    }

    private static List<Kept> all(PreparedStatement statement) throws SQLException {
        List<Kept> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(kept(rows));
            }
        }
        return found;
    }

    /** From a row that begins with {@link #COLUMNS}. */
    static Kept kept(ResultSet row) throws SQLException {
        RunKey run = new RunKey(row.getString(4), row.getString(5), row.getString(6));
        TraceSummary.Builder summary =
                TraceSummary.newBuilder()
                        .setTraceId(HexFormat.of().formatHex(row.getBytes(7)))
                        .setAgent(row.getString(8))
                        .setEnvironment(row.getString(9))
                        .setStartedAt(Times.timestamp(row.getLong(10)))
                        .setDurationUs(Math.max(0, row.getLong(11) - row.getLong(10)))
                        .setSpans(row.getInt(12))
                        .setSampledOut(row.getInt(13))
                        .setModelCalls(row.getInt(14))
                        .setToolCalls(row.getInt(15))
                        .setHandoffs(row.getInt(16))
                        .setHookDecisions(row.getInt(17))
                        .setKnowledgeRetrievals(row.getInt(18))
                        .setErrors(row.getInt(19))
                        .setCostMicroUsd(row.getLong(20))
                        .setSampling(row.getString(21));
        if (!run.isNone()) {
            summary.setExecution(run.resource());
        }
        return new Kept(row.getLong(1), row.getLong(2), row.getInt(3), summary.build());
    }
}
