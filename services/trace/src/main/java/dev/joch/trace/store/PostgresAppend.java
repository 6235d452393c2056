package dev.joch.trace.store;

import dev.joch.service.database.Columns;
import dev.joch.trace.log.Append;
import dev.joch.trace.log.Appended;
import dev.joch.trace.log.LogHead;
import dev.joch.trace.log.LogKey;
import dev.joch.trace.log.LogRules;
import dev.joch.trace.log.LogRules.Step;
import dev.joch.trace.log.Piece;
import dev.joch.trace.span.RunKey;
import dev.joch.trace.v1.ReadLogResponse;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Does a group of appends within an open transaction. */
final class PostgresAppend {

    /** Locks the logs in one order, so that groups of several replicas never wait in a circle. */
    private static final String LOCK =
            """
            insert into log as l (tenant, namespace, execution, uid, token, durable, bytes,
                dropped, closed, created_at, changed_at)
            select k.*, 0, 0, 0, 0, false, ?, ?
            from unnest(?::text[], ?::text[], ?::text[], ?::text[]) as k
            on conflict (tenant, namespace, execution, uid) do update
                set changed_at = excluded.changed_at
            returning id, tenant, namespace, execution, uid, token, durable, bytes, dropped, closed
            """;

    private static final String ADD =
            """
            insert into log_piece (log, position, tenant, token, first_number, last_number, bytes,
                lines, body)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String TRIM =
            """
            with gone as (
                delete from log_piece
                where log = ? and position >= ? and position + bytes <= ? returning bytes)
            select coalesce(sum(bytes), 0) from gone
            """;

    private static final String MOVE =
            """
            update log l set token = k.token, durable = k.durable, bytes = k.bytes,
                dropped = k.dropped, closed = k.closed
            from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                ?::boolean[]) as k (id, token, durable, bytes, dropped, closed)
            where l.id = k.id
            """;

    private final Connection connection;
    private final LogRules rules;
    private final long now;

    /** A log while the group is worked off. */
    private static final class Row {
        private final long id;
        private final LogKey key;
        private LogHead head;
        private boolean trim;

        Row(long id, LogKey key, LogHead head) {
            this.id = id;
            this.key = key;
            this.head = head;
        }
    }

    private record Placed(Row row, Piece piece) {}

    PostgresAppend(Connection connection, LogRules rules, long now) {
        this.connection = connection;
        this.rules = rules;
        this.now = now;
    }

    List<Appended> append(List<Append> appends) throws SQLException {
        Map<LogKey, Row> rows = lock(appends);
        List<Placed> pieces = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        for (Append append : appends) {
            Row row = row(rows, append);
            Step step = rules.decide(row.head, append);
            if (step instanceof Step.Write write) {
                row.head = write.head();
                row.trim |= write.trim();
                write.pieces().forEach(piece -> pieces.add(new Placed(row, piece)));
            }
            steps.add(step);
        }
        add(pieces);
        for (Row row : rows.values()) {
            if (row.trim) {
                trim(row);
            }
        }
        move(List.copyOf(rows.values()));
        List<Appended> answers = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            answers.add(
                    switch (steps.get(i)) {
                        case Step.Write write ->
                                new Appended.Done(
                                        write.head().durable(),
                                        row(rows, appends.get(i)).head.dropped());
                        case Step.Refuse refuse -> new Appended.Refused(refuse.problem());
                    });
        }
        return answers;
    }

    private static Row row(Map<LogKey, Row> rows, Append append) {
        Row row = rows.get(append.log());
        if (row == null) {
            throw new IllegalStateException("a log was not locked");
        }
        return row;
    }

    private Map<LogKey, Row> lock(List<Append> appends) throws SQLException {
        TreeSet<LogKey> keys = new TreeSet<>();
        appends.forEach(append -> keys.add(append.log()));
        Map<LogKey, Row> rows = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setLong(1, now);
            statement.setLong(2, now);
            new Columns<>(statement, 3, List.copyOf(keys))
                    .texts(key -> key.run().tenant())
                    .texts(key -> key.run().namespace())
                    .texts(key -> key.run().execution())
                    .texts(LogKey::uid);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    LogKey key =
                            new LogKey(
                                    new RunKey(
                                            found.getString(2),
                                            found.getString(3),
                                            found.getString(4)),
                                    found.getString(5));
                    rows.put(
                            key,
                            new Row(
                                    found.getLong(1),
                                    key,
                                    new LogHead(
                                            found.getLong(6),
                                            found.getLong(7),
                                            found.getLong(8),
                                            found.getLong(9),
                                            found.getBoolean(10))));
                }
            }
        }
        return rows;
    }

    private void add(List<Placed> pieces) throws SQLException {
        if (pieces.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            for (Placed placed : pieces) {
                Piece piece = placed.piece();
                statement.setLong(1, placed.row().id);
                statement.setLong(2, piece.position());
                statement.setString(3, placed.row().key.run().tenant());
                statement.setLong(4, piece.token());
                statement.setLong(5, piece.first());
                statement.setLong(6, piece.last());
                statement.setInt(7, piece.bytes());
                statement.setInt(8, piece.lines());
                statement.setBytes(
                        9,
                        ReadLogResponse.newBuilder()
                                .addAllChunks(piece.chunks())
                                .build()
                                .toByteArray());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Drops what lies between the beginning and the newest part. */
    private void trim(Row row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TRIM)) {
            statement.setLong(1, row.id);
            statement.setLong(2, rules.limits().head());
            statement.setLong(3, row.head.bytes() - rules.limits().tail());
            try (ResultSet gone = statement.executeQuery()) {
                gone.next();
                LogHead head = row.head;
                row.head =
                        new LogHead(
                                head.token(),
                                head.durable(),
                                head.bytes(),
                                head.dropped() + gone.getLong(1),
                                head.closed());
            }
        }
    }

    private void move(List<Row> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            new Columns<>(statement, 1, rows)
                    .longs(row -> row.id)
                    .longs(row -> row.head.token())
                    .longs(row -> row.head.durable())
                    .longs(row -> row.head.bytes())
                    .longs(row -> row.head.dropped())
                    .truths(row -> row.head.closed());
            statement.executeUpdate();
        }
    }
}
