package dev.joch.trace.store;

import dev.joch.trace.span.Sampling;
import dev.joch.trace.span.SpanFacts;
import dev.joch.trace.store.Upkeep.Complete;

import io.opentelemetry.proto.trace.v1.ResourceSpans;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Decides which complete traces are kept, in an open transaction. */
final class PostgresVerdicts {

    private static final String COMPLETE =
            """
            select id, tenant, namespace, agent, sampling, interesting,
                greatest(0, ended_at - started_at), received_at
            from trace
            where verdict = 'open' and (root_ended and changed_at < ? or changed_at < ?)
            order by received_at limit ? for update skip locked
            """;

    private static final String BODIES =
            "select body from span where trace = ? and body is not null";

    private static final String CLAIM =
            """
            insert into exemplar (tenant, namespace, agent, tool, minute, trace)
            values (?, ?, ?, ?, ?, ?) on conflict do nothing
            """;

    private static final String KEEP = "update trace set verdict = 'kept' where id = ?";

    private static final String PLACE =
            """
            update span set place = pg_current_xact_id() where trace = ? and body is not null
            """;

    private static final String DROP =
            """
            update trace set verdict = 'dropped', sampled_out = sampled_out + spans, spans = 0,
                bytes = 0, tell_at = case when execution = '' then null else ? end
            where id = ?
            """;

    private static final String EMPTY =
            "update span set body = null where trace = ? and body is not null";

    private static final long MICROS_PER_MINUTE = 60_000_000;

    private final Connection connection;
    private final boolean exports;
    private final long now;

    private record Row(
            long id,
            String tenant,
            String namespace,
            String agent,
            Sampling sampling,
            boolean remarkable,
            long durationUs,
            long receivedAt) {}

    PostgresVerdicts(Connection connection, boolean exports, long now) {
        this.connection = connection;
        this.exports = exports;
        this.now = now;
    }

    int decide(long settled, long quiet, Predicate<Complete> keeps, int limit) throws SQLException {
        List<Row> rows = complete(settled, quiet, limit);
        for (Row row : rows) {
            if (keeps(row, keeps)) {
                run(KEEP, row.id());
                if (exports) {
                    run(PLACE, row.id());
                }
            } else {
                try (PreparedStatement statement = connection.prepareStatement(DROP)) {
                    statement.setLong(1, now);
                    statement.setLong(2, row.id());
                    statement.executeUpdate();
                }
                run(EMPTY, row.id());
            }
        }
        return rows.size();
    }

    private List<Row> complete(long settled, long quiet, int limit) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COMPLETE)) {
            statement.setLong(1, settled);
            statement.setLong(2, quiet);
            statement.setInt(3, limit);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add(
                            new Row(
                                    found.getLong(1),
                                    found.getString(2),
                                    found.getString(3),
                                    found.getString(4),
                                    Sampling.of(found.getString(5)),
                                    found.getBoolean(6),
                                    found.getLong(7),
                                    found.getLong(8)));
                }
            }
        }
        return rows;
    }

    private boolean keeps(Row row, Predicate<Complete> keeps) throws SQLException {
        List<String> tools = row.sampling() == Sampling.EXEMPLAR ? tools(row.id()) : List.of();
        return keeps.test(
                new Complete(
                        row.sampling(),
                        row.remarkable(),
                        row.durationUs(),
                        tools,
                        tool -> claim(row, tool)));
    }

    /** Names of the tools that were called; the empty one is the agent without any. */
    private List<String> tools(long trace) throws SQLException {
        TreeSet<String> tools = new TreeSet<>(List.of(""));
        try (PreparedStatement statement = connection.prepareStatement(BODIES)) {
            statement.setLong(1, trace);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ResourceSpans body = PostgresReads.parse(rows.getBytes(1));
                    tools.add(SpanFacts.tool(body.getScopeSpans(0).getSpans(0)));
                }
            }
        }
        return List.copyOf(tools);
    }

    private boolean claim(Row row, String tool) {
        try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.setString(1, row.tenant());
            statement.setString(2, row.namespace());
            statement.setString(3, row.agent());
            statement.setString(4, tool);
            statement.setLong(5, row.receivedAt() / MICROS_PER_MINUTE);
            statement.setLong(6, row.id());
            return statement.executeUpdate() > 0;
        } catch (SQLException e) {
            throw new IllegalStateException("an example was not claimed", e);
        }
    }

    private void run(String sql, long trace) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, trace);
            statement.executeUpdate();
        }
    }
}
