package dev.joch.apiserver.audit;

import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import javax.sql.DataSource;

/**
 * Chains in Postgres. The application's role may add and read; only the schema's owner may drop
 * what is too old.
 *
 * <p>A group locks the heads of its tenants, in order of name so that two groups never wait for one
 * another crosswise, chains its records behind them and moves the heads: three round trips, the
 * commit among them, up to some thousands of records.
 */
final class PostgresAuditStore implements AuditStore {

    private static final int ROWS_PER_STATEMENT = 2_000;
    private static final int ROWS_PER_FETCH = 2_000;

    private final DataSource app;
    private final DataSource owner;
    private final AutoCloseable resources;
    private final Set<String> headed = ConcurrentHashMap.newKeySet();

    /**
     * @param app connections of the role that only adds and reads
     * @param owner connections of the schema's owner, for retention
     * @param resources closed with the store
     */
    PostgresAuditStore(DataSource app, DataSource owner, AutoCloseable resources) {
        this.app = app;
        this.owner = owner;
        this.resources = resources;
    }

    @Override
    public List<ChainHead> append(List<AuditDraft> drafts) {
        TreeMap<String, ChainHead> heads = new TreeMap<>();
        drafts.forEach(draft -> heads.putIfAbsent(draft.tenant(), ChainHead.empty(draft.tenant())));
        makeHeads(heads.keySet());
        return write(
                app,
                connection -> {
                    AuditSql.lockHeads(connection, heads);
                    List<AuditRow> rows = new ArrayList<>(drafts.size());
                    for (AuditDraft draft : drafts) {
                        AuditRow row = AuditRow.after(head(heads, draft.tenant()), draft);
                        heads.put(draft.tenant(), row.head());
                        rows.add(row);
                    }
                    int from = 0;
                    for (; rows.size() - from > ROWS_PER_STATEMENT; from += ROWS_PER_STATEMENT) {
                        AuditSql.insert(connection, rows.subList(from, from + ROWS_PER_STATEMENT));
                    }
                    AuditSql.insertAndMove(
                            connection, rows.subList(from, rows.size()), heads.values());
                    return List.copyOf(heads.values());
                });
    }

    /**
     * In a transaction of its own: one that holds heads already must not wait for another's new
     * head.
     */
    private void makeHeads(Set<String> tenants) {
        if (headed.containsAll(tenants)) {
            return;
        }
        inTransaction(
                app,
                tenants,
                false,
                connection -> {
                    AuditSql.makeHeads(connection, tenants);
                    return tenants;
                });
        headed.addAll(tenants);
    }

    private static ChainHead head(Map<String, ChainHead> heads, String tenant) {
        return heads.getOrDefault(tenant, ChainHead.empty(tenant));
    }

    @Override
    public List<AuditRow> list(String tenant, AuditQuery query) {
        return inTransaction(
                app, List.of(tenant), true, connection -> AuditSql.list(connection, tenant, query));
    }

    @Override
    public Optional<AuditRow> get(String tenant, long sequence) {
        return inTransaction(
                app,
                List.of(tenant),
                true,
                connection -> {
                    AuditQuery query = new AuditQuery("", "", "", 0, sequence - 1, false, 1);
                    return AuditSql.list(connection, tenant, query).stream()
                            .filter(row -> row.sequence() == sequence)
                            .findFirst();
                });
    }

    @Override
    public Walk walk(String tenant, long fromSequence, Consumer<AuditRow> visitor) {
        return inTransaction(
                app,
                List.of(tenant),
                true,
                connection -> {
                    Map<String, ChainHead> heads = new HashMap<>();
                    heads.put(tenant, ChainHead.empty(tenant));
                    AuditSql.readHeads(connection, heads);
                    Optional<Anchor> anchor = AuditSql.anchor(connection, tenant);
                    AuditSql.walk(connection, tenant, fromSequence, ROWS_PER_FETCH, visitor);
                    return new Walk(head(heads, tenant), anchor);
                });
    }

    @Override
    public int prune(String tenant, long beforeMicros, int most, AnchorSigner signer) {
        return inTransaction(
                owner,
                List.of(tenant),
                false,
                connection -> {
                    Optional<ChainHead> cut = AuditSql.cut(connection, tenant, beforeMicros, most);
                    if (cut.isEmpty()) {
                        return 0;
                    }
                    AuditSql.putAnchor(connection, cut.get(), signer.sign(cut.get()));
                    return AuditSql.deleteUpTo(connection, tenant, cut.get().sequence());
                });
    }

    @Override
    public List<String> tenants() {
        return inTransaction(owner, List.of(), true, AuditSql::tenants);
    }

    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private static <T> T inTransaction(
            DataSource source, Iterable<String> tenants, boolean snapshot, Work<T> work) {
        return run(
                source,
                snapshot,
                connection -> {
                    try (PreparedStatement scope = connection.prepareStatement(AuditSql.SCOPE)) {
                        scope.setString(1, String.join(" ", tenants));
                        scope.execute();
                    }
                    return work.run(connection);
                });
    }

    /** For work whose first statement names the tenants. */
    private static <T> T write(DataSource source, Work<T> work) {
        return run(source, false, work);
    }

    private static <T> T run(DataSource source, boolean snapshot, Work<T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            if (snapshot) {
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                connection.setReadOnly(true);
            }
            try {
                T value = work.run(connection);
                Failpoint.AUDIT_COMMIT_BEFORE.hit();
                connection.commit();
                Failpoint.AUDIT_COMMIT_AFTER.hit();
                return value;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new ProblemException(new AuditProblem.AuditUnavailable(), e);
        }
    }

    /** For {@code = any (?)}. */
    static Array texts(Connection connection, Iterable<String> texts) throws SQLException {
        List<String> list = new ArrayList<>();
        texts.forEach(list::add);
        return connection.createArrayOf("text", list.toArray(String[]::new));
    }

    static AuditRow row(ResultSet rows) throws SQLException {
        return new AuditRow(
                rows.getLong(2),
                new AuditDraft(
                        rows.getString(1),
                        rows.getLong(3),
                        rows.getString(4),
                        rows.getString(5),
                        rows.getString(6),
                        rows.getString(7),
                        rows.getString(8),
                        AuditSql.policies(rows.getString(9)),
                        rows.getString(10),
                        rows.getString(11),
                        rows.getString(12)),
                rows.getBytes(13),
                rows.getBytes(14));
    }

    @Override
    public void close() {
        try {
            resources.close();
        } catch (Exception e) {
            throw new IllegalStateException("the audit log did not close", e);
        }
    }
}
