package dev.joch.trace.store;

import com.google.protobuf.InvalidProtocolBufferException;
import com.zaxxer.hikari.HikariDataSource;

import dev.joch.service.database.Database;
import dev.joch.service.database.TenantSession;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.trace.TraceProblem;
import dev.joch.trace.log.Append;
import dev.joch.trace.log.Appended;
import dev.joch.trace.log.LogHead;
import dev.joch.trace.log.LogRules;
import dev.joch.trace.log.Piece;
import dev.joch.trace.span.RunKey;
import dev.joch.trace.v1.LogChunk;
import dev.joch.trace.v1.ReadLogResponse;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps logs in Postgres, for any number of replicas. */
public final class PostgresLogStore implements LogStore {

    private static final String FIND =
            """
            select id, uid, token, durable, bytes, dropped, closed from log
            where tenant = ? and namespace = ? and execution = ? order by id desc limit 1
            """;

    private static final String READ =
            """
            select position, token, bytes, lines, body from log_piece
            where log = ? and position >= ? order by position
            """;

    private static final String TAIL =
            """
            select position, token, bytes, lines, body from log_piece
            where log = ? order by position desc
            """;

    private static final int WRITERS = 2;
    private static final int FETCH = 16;

    private static final TenantSession.Stops STOPS =
            new TenantSession.Stops(
                    Failpoint.TRACE_LOG_COMMIT_BEFORE, Failpoint.TRACE_LOG_COMMIT_AFTER);

    private final LogRules rules;
    private final InstantSource clock;
    private final HikariDataSource writePool;
    private final HikariDataSource readPool;
    private final TenantSession writer;
    private final TenantSession reader;

    public PostgresLogStore(Database database, LogRules rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
        this.writePool = database.as(PostgresTraceStore.ROLE, WRITERS);
        this.readPool = database.as(PostgresTraceStore.ROLE);
        this.writer = new TenantSession(writePool, new TraceProblem.OutcomeUnknown());
        this.reader = new TenantSession(readPool);
    }

    @Override
    public List<Appended> append(List<Append> appends) {
        Set<String> tenants =
                appends.stream()
                        .map(append -> append.log().run().tenant())
                        .collect(Collectors.toSet());
        return writer.write(
                tenants,
                STOPS,
                connection ->
                        new PostgresAppend(connection, rules, Times.micros(clock.instant()))
                                .append(appends));
    }

    @Override
    public Optional<Found> find(RunKey run) {
        return reader.within(
                List.of(run.tenant()),
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
                        statement.setString(1, run.tenant());
                        statement.setString(2, run.namespace());
                        statement.setString(3, run.execution());
                        try (ResultSet row = statement.executeQuery()) {
                            return row.next()
                                    ? Optional.of(
                                            new Found(
                                                    row.getLong(1),
                                                    row.getString(2),
                                                    new LogHead(
                                                            row.getLong(3),
                                                            row.getLong(4),
                                                            row.getLong(5),
                                                            row.getLong(6),
                                                            row.getBoolean(7))))
                                    : Optional.empty();
                        }
                    }
                });
    }

    @Override
    public List<Piece> read(String tenant, long log, long from, int bytes) {
        return reader.within(
                List.of(tenant),
                connection -> {
                    try (PreparedStatement statement = statement(connection, READ, log)) {
                        statement.setLong(2, from);
                        return pieces(statement, Integer.MAX_VALUE, bytes);
                    }
                });
    }

    @Override
    public List<Piece> tail(String tenant, long log, int lines, int bytes) {
        return reader.within(
                List.of(tenant),
                connection -> {
                    try (PreparedStatement statement = statement(connection, TAIL, log)) {
                        // one more, as the newest line may be without its line feed
                        return pieces(statement, lines + 1, bytes).reversed();
                    }
                });
    }

    private static PreparedStatement statement(Connection connection, String sql, long log)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setFetchSize(FETCH);
        statement.setLong(1, log);
        return statement;
    }

    /** Rows until there are enough lines or bytes. */
    private static List<Piece> pieces(PreparedStatement statement, int lines, int bytes)
            throws SQLException {
        List<Piece> pieces = new ArrayList<>();
        long haveLines = 0;
        long haveBytes = 0;
        try (ResultSet rows = statement.executeQuery()) {
            while (haveLines < lines && haveBytes < bytes && rows.next()) {
                Piece piece =
                        new Piece(
                                rows.getLong(1),
                                rows.getLong(2),
                                parse(rows.getBytes(5)),
                                rows.getInt(3),
                                rows.getInt(4));
                pieces.add(piece);
                haveLines += piece.lines();
                haveBytes += piece.bytes();
            }
        }
        return pieces;
    }

    private static List<LogChunk> parse(byte[] body) {
        try {
            return ReadLogResponse.parseFrom(body).getChunksList();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a kept piece of a log cannot be read", e);
        }
    }

    @Override
    public void close() {
        writePool.close();
        readPool.close();
    }
}
