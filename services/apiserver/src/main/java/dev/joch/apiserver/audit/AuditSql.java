package dev.joch.apiserver.audit;

import com.nimbusds.jose.util.JSONArrayUtils;

import dev.joch.service.database.Columns;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The statements of {@link PostgresAuditStore}. */
final class AuditSql {

    private static final String COLUMNS =
            "tenant, sequence, time_micros, request_id, subject, method, verb, resource,"
                    + " effective_policies, outcome, request_digest, peer, previous_hash, hash";

    private static final String INSERT =
            "insert into audit_record ("
                    + COLUMNS
                    + ") select * from unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[],"
                    + " ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],"
                    + " ?::text[], ?::text[], ?::bytea[], ?::bytea[])";

    private static final String MOVE =
            "update audit_head h set sequence = n.sequence, hash = n.hash from"
                    + " unnest(?::text[], ?::bigint[], ?::bytea[]) n (tenant, sequence, hash) where"
                    + " h.tenant = n.tenant";

    private AuditSql() {}

    /** Names the tenants that the transaction may see. */
    static final String SCOPE = "select set_config('joch.tenants', ?, true)";

    private static final String HEADS =
            "select tenant, sequence, hash from audit_head where tenant = any (?)";

    /** Names the tenants, locks the heads there are and takes them over. */
    static void lockHeads(Connection connection, Map<String, ChainHead> heads) throws SQLException {
        String sql = SCOPE + "; " + HEADS + " order by tenant for update";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, String.join(" ", heads.keySet()));
            select.setArray(2, PostgresAuditStore.texts(connection, heads.keySet()));
            select.execute();
            select.getMoreResults();
            try (ResultSet rows = select.getResultSet()) {
                takeOver(heads, rows);
            }
        }
    }

    static void readHeads(Connection connection, Map<String, ChainHead> heads) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(HEADS)) {
            select.setArray(1, PostgresAuditStore.texts(connection, heads.keySet()));
            try (ResultSet rows = select.executeQuery()) {
                takeOver(heads, rows);
            }
        }
    }

    private static void takeOver(Map<String, ChainHead> heads, ResultSet rows) throws SQLException {
        while (rows.next()) {
            heads.put(
                    rows.getString(1),
                    new ChainHead(rows.getString(1), rows.getLong(2), rows.getBytes(3)));
        }
    }

    static void makeHeads(Connection connection, Collection<String> tenants) throws SQLException {
        String sql =
                "insert into audit_head select tenant, 0, '' from unnest(?::text[]) tenant"
                        + " order by tenant on conflict do nothing";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setArray(1, PostgresAuditStore.texts(connection, tenants));
            insert.executeUpdate();
        }
    }

    /** The last records of a group and the heads behind them, in one round trip. */
    static void insertAndMove(
            Connection connection, List<AuditRow> rows, Collection<ChainHead> heads)
            throws SQLException {
        try (PreparedStatement both = connection.prepareStatement(INSERT + "; " + MOVE)) {
            int next = setRows(both, rows).next();
            new Columns<>(both, next, heads)
                    .texts(ChainHead::tenant)
                    .longs(ChainHead::sequence)
                    .bytes(ChainHead::hash);
            both.execute();
        }
    }

    static void insert(Connection connection, List<AuditRow> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            setRows(insert, rows);
            insert.executeUpdate();
        }
    }

    /** The arrays of {@link #INSERT}. */
    private static Columns<AuditRow> setRows(PreparedStatement insert, List<AuditRow> rows)
            throws SQLException {
        return new Columns<>(insert, 1, rows)
                .texts(row -> row.draft().tenant())
                .longs(AuditRow::sequence)
                .longs(row -> row.draft().timeMicros())
                .texts(row -> row.draft().requestId())
                .texts(row -> row.draft().subject())
                .texts(row -> row.draft().method())
                .texts(row -> row.draft().verb())
                .texts(row -> row.draft().resource())
                .texts(row -> AuditHash.list(row.draft().effectivePolicies()))
                .texts(row -> row.draft().outcome())
                .texts(row -> row.draft().requestDigest())
                .texts(row -> row.draft().peer())
                .bytes(AuditRow::previousHash)
                .bytes(AuditRow::hash);
    }

    static List<AuditRow> list(Connection connection, String tenant, AuditQuery query)
            throws SQLException {
        String direction =
                query.descending()
                        ? "and (? = 0 or sequence < ?) %s order by sequence desc"
                        : "and (? = 0 or sequence > ?) %s order by sequence";
        String restrictions =
                "and (? = '' or subject = ?) and (? = '' or verb = ?) and starts_with(resource, ?)"
                        + " and time_micros >= ?";
        String sql =
                "select "
                        + COLUMNS
                        + " from audit_record where tenant = ? "
                        + String.format(direction, restrictions)
                        + " limit ?";
        List<AuditRow> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, tenant);
            select.setLong(2, query.after());
            select.setLong(3, query.after());
            select.setString(4, query.subject());
            select.setString(5, query.subject());
            select.setString(6, query.verb());
            select.setString(7, query.verb());
            select.setString(8, query.resource());
            select.setLong(9, query.sinceMicros());
            select.setInt(10, query.limit());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(PostgresAuditStore.row(rows));
                }
            }
        }
        return found;
    }

    static void walk(
            Connection connection, String tenant, long from, int fetch, Consumer<AuditRow> visitor)
            throws SQLException {
        String sql =
                "select "
                        + COLUMNS
                        + " from audit_record where tenant = ? and sequence >= ? order by sequence";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setFetchSize(fetch);
            select.setString(1, tenant);
            select.setLong(2, from);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    visitor.accept(PostgresAuditStore.row(rows));
                }
            }
        }
    }

    static Optional<AuditStore.Anchor> anchor(Connection connection, String tenant)
            throws SQLException {
        String sql = "select sequence, hash, signature from audit_anchor where tenant = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, tenant);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(
                                new AuditStore.Anchor(
                                        new ChainHead(tenant, rows.getLong(1), rows.getBytes(2)),
                                        rows.getBytes(3)))
                        : Optional.empty();
            }
        }
    }

    /** The last record that retention lets go; never the head. */
    static Optional<ChainHead> cut(
            Connection connection, String tenant, long beforeMicros, int most) throws SQLException {
        // old records only as far as no younger one stands before them: clocks of several servers
        // differ
        String sql =
                "with oldest as (select sequence, hash, time_micros from audit_record where tenant"
                        + " = ? order by sequence limit ?) select sequence, hash from oldest o where"
                        + " time_micros < ? and not exists (select from oldest y where y.sequence <"
                        + " o.sequence and y.time_micros >= ?) and o.sequence < (select sequence from"
                        + " audit_head where tenant = ?) order by sequence desc limit 1";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, tenant);
            select.setInt(2, most);
            select.setLong(3, beforeMicros);
            select.setLong(4, beforeMicros);
            select.setString(5, tenant);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(new ChainHead(tenant, rows.getLong(1), rows.getBytes(2)))
                        : Optional.empty();
            }
        }
    }

    static void putAnchor(Connection connection, ChainHead head, byte[] signature)
            throws SQLException {
        String sql =
                "insert into audit_anchor (tenant, sequence, hash, signature) values (?, ?, ?, ?)"
                        + " on conflict (tenant) do update set sequence = excluded.sequence,"
                        + " hash = excluded.hash, signature = excluded.signature";
        try (PreparedStatement put = connection.prepareStatement(sql)) {
            put.setString(1, head.tenant());
            put.setLong(2, head.sequence());
            put.setBytes(3, head.hash());
            put.setBytes(4, signature);
            put.executeUpdate();
        }
    }

    static int deleteUpTo(Connection connection, String tenant, long sequence) throws SQLException {
        try (Statement allow = connection.createStatement()) {
            allow.execute("select set_config('joch.audit_prune', 'on', true)");
        }
        String sql = "delete from audit_record where tenant = ? and sequence <= ?";
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setString(1, tenant);
            delete.setLong(2, sequence);
            return delete.executeUpdate();
        }
    }

    static List<String> tenants(Connection connection) throws SQLException {
        List<String> tenants = new ArrayList<>();
        try (Statement select = connection.createStatement();
                ResultSet rows =
                        select.executeQuery("select tenant from audit_head order by tenant")) {
            while (rows.next()) {
                tenants.add(rows.getString(1));
            }
        }
        return tenants;
    }

    static List<String> policies(String json) {
        if (json.equals("[]")) {
            return List.of();
        }
        try {
            return JSONArrayUtils.parse(json).stream().map(String::valueOf).toList();
        } catch (ParseException e) {
            // somebody changed it by hand: kept as it is, its hash will not fit
            return List.of(json);
        }
    }
}
