package dev.joch.agbom.store;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.agbom.content.Risk;
import dev.joch.events.outbox.Outbox;
import dev.joch.service.batch.GroupCommit;
import dev.joch.service.database.ConnectionSetting;
import dev.joch.service.database.Database;
import dev.joch.service.database.TenantSession;
import dev.joch.service.failpoint.Failpoint;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bills in the schema {@code joch_agbom}; row-level security keeps tenants apart. */
public final class PostgresBillStore implements BillStore {

    private static final String ROLE = "joch_agbom_app";

    private static final String COLUMNS =
            """
            b.tenant, b.namespace, b.agent, b.generation, b.generated_at, b.manifest_digest,
            b.agent_generation, b.content_digest, b.formats, b.signed, b.mcp_servers, b.risks
            """;

    private static final String NEWEST =
            "select "
                    + COLUMNS
                    + """
                    from unnest(?::text[], ?::text[], ?::text[]) as k(tenant, namespace, agent)
                    join lineage l using (tenant, namespace, agent)
                    join bill b using (tenant, namespace, agent, generation)
                    """;

    private static final String ONE =
            "select "
                    + COLUMNS
                    + """
                    from bill b
                    where b.tenant = ? and b.namespace = ? and b.agent = ? and b.generation = ?
                    """;

    private static final String LIST =
            "select "
                    + COLUMNS
                    + """
                    from lineage l join bill b using (tenant, namespace, agent, generation)
                    where l.tenant = ? and (l.namespace, l.agent) > (?, ?)
                      and (cardinality(?::text[]) = 0 or l.namespace = any (?::text[]))
                      and (not ? or l.high_risk)
                      and (? = '' or ? = any (l.mcp_servers))
                    order by l.namespace, l.agent limit ?
                    """;

    /** One that reads and one that appends. */
    private static final int GROUPS_AT_A_TIME = 2;

    private static final int MOST_WAITING = 4_096;
    private static final int MOST_TOGETHER = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final TenantSession.Stops COMMIT =
            new TenantSession.Stops(Failpoint.AGBOM_COMMIT_BEFORE, Failpoint.AGBOM_COMMIT_AFTER);

    private final HikariDataSource pool;
    private final HikariDataSource groupPool;
    private final TenantSession session;
    private final TenantSession groups;
    private final Outbox outbox;
    private final GroupCommit<Lineage, Optional<Bill>> reads;
    private final GroupCommit<NewBill, Boolean> appends;

    /**
     * @param database opened with the migrations of {@code events}; the caller closes it
     */
    public PostgresBillStore(Database database, Outbox outbox) {
        this.pool = database.as(ROLE);
        this.groupPool =
                database.as(
                        ROLE,
                        GROUPS_AT_A_TIME,
                        ConnectionSetting.BY_INDEX,
                        ConnectionSetting.PLANNED_ONCE);
        this.session = new TenantSession(pool);
        this.groups = new TenantSession(groupPool);
        this.outbox = outbox;
        this.reads = new GroupCommit<>("bill-reads", MOST_WAITING, MOST_TOGETHER, this::newestOf);
        this.appends = new GroupCommit<>("bills", MOST_WAITING, MOST_TOGETHER, this::appendAll);
    }

    /** Who comes while others read or append shares the next statement, or the next commit. */
    @Override
    public Optional<Bill> newest(Lineage lineage) {
        return reads.submit(lineage, PATIENCE);
    }

    private List<Optional<Bill>> newestOf(List<Lineage> lineages) {
        Map<Lineage, Bill> found = new HashMap<>();
        Set<Lineage> each = new LinkedHashSet<>(lineages);
        groups.within(
                tenants(each),
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
                        statement.setArray(1, texts(connection, each, Lineage::tenant));
                        statement.setArray(2, texts(connection, each, Lineage::namespace));
                        statement.setArray(3, texts(connection, each, Lineage::agent));
                        try (ResultSet rows = statement.executeQuery()) {
                            while (rows.next()) {
                                Bill bill = bill(rows);
                                found.put(bill.lineage(), bill);
                            }
                        }
                        return found;
                    }
                });
        return lineages.stream().map(key -> Optional.ofNullable(found.get(key))).toList();
    }

    @Override
    public Optional<Bill> find(Lineage lineage, long generation) {
        return session.within(
                List.of(lineage.tenant()),
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(ONE)) {
                        set(statement, 1, lineage);
                        statement.setLong(4, generation);
                        try (ResultSet rows = statement.executeQuery()) {
                            return rows.next() ? Optional.of(bill(rows)) : Optional.empty();
                        }
                    }
                });
    }

    @Override
    public Optional<byte[]> content(Lineage lineage, long generation) {
        return session.within(
                List.of(lineage.tenant()),
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    """
                                    select content from bill
                                    where tenant = ? and namespace = ? and agent = ?
                                      and generation = ?
                                    """)) {
                        set(statement, 1, lineage);
                        statement.setLong(4, generation);
                        try (ResultSet rows = statement.executeQuery()) {
                            return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
                        }
                    }
                });
    }

    @Override
    public Optional<Document> document(
            Lineage lineage, long generation, String format, boolean signed) {
        return session.within(
                List.of(lineage.tenant()),
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    """
                                    select media_type, body from document
                                    where tenant = ? and namespace = ? and agent = ?
                                      and generation = ? and format = ? and signed = ?
                                    """)) {
                        set(statement, 1, lineage);
                        statement.setLong(4, generation);
                        statement.setString(5, format);
                        statement.setBoolean(6, signed);
                        try (ResultSet rows = statement.executeQuery()) {
                            return rows.next()
                                    ? Optional.of(
                                            new Document(
                                                    format,
                                                    signed,
                                                    rows.getString(1),
                                                    rows.getBytes(2)))
                                    : Optional.empty();
                        }
                    }
                });
    }

    @Override
    public boolean append(NewBill added) {
        boolean first = appends.submit(added, PATIENCE);
        if (first) {
            Failpoint.AGBOM_ANSWER_BEFORE.hit();
        }
        return first;
    }

    private List<Boolean> appendAll(List<NewBill> all) {
        long[] position = new long[1];
        Set<Integer> appended =
                groups.write(
                        tenants(all.stream().map(added -> added.bill().lineage()).toList()),
                        COMMIT,
                        connection -> {
                            Set<Integer> numbers = new PostgresAppend(connection, all).run();
                            position[0] =
                                    outbox.add(
                                            connection,
                                            numbers.stream()
                                                    .map(number -> all.get(number).event())
                                                    .toList());
                            return numbers;
                        });
        outbox.committed(position[0]);
        return IntStream.range(0, all.size()).mapToObj(appended::contains).toList();
    }

    private static Set<String> tenants(Collection<Lineage> lineages) {
        return lineages.stream().map(Lineage::tenant).collect(Collectors.toSet());
    }

    @Override
    public List<Bill> list(BillQuery query) {
        return session.within(
                List.of(query.tenant()),
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(LIST)) {
                        Array namespaces = texts(connection, query.namespaces());
                        statement.setString(1, query.tenant());
                        statement.setString(2, query.after().namespace());
                        statement.setString(3, query.after().agent());
                        statement.setArray(4, namespaces);
                        statement.setArray(5, namespaces);
                        statement.setBoolean(6, query.highRisk());
                        statement.setString(7, query.mcpServer());
                        statement.setString(8, query.mcpServer());
                        statement.setInt(9, query.limit());
                        List<Bill> bills = new ArrayList<>();
                        try (ResultSet rows = statement.executeQuery()) {
                            while (rows.next()) {
                                bills.add(bill(rows));
                            }
                        }
                        return bills;
                    }
                });
    }

    private static Bill bill(ResultSet row) throws SQLException {
        List<String> words = texts(row.getArray(12));
        List<Risk> risks = new ArrayList<>();
        for (int i = 0; i < words.size(); i += 3) {
            risks.add(new Risk(words.get(i), words.get(i + 1), words.get(i + 2)));
        }
        return new Bill(
                new Lineage(row.getString(1), row.getString(2), row.getString(3)),
                row.getLong(4),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                row.getString(6),
                row.getLong(7),
                row.getString(8),
                texts(row.getArray(9)),
                row.getBoolean(10),
                risks,
                texts(row.getArray(11)));
    }

    static void set(PreparedStatement statement, int from, Lineage lineage) throws SQLException {
        statement.setString(from, lineage.tenant());
        statement.setString(from + 1, lineage.namespace());
        statement.setString(from + 2, lineage.agent());
    }

    static Array texts(Connection connection, List<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray(String[]::new));
    }

    private static <T> Array texts(
            Connection connection, Collection<T> all, Function<T, String> text)
            throws SQLException {
        return texts(connection, all.stream().map(text).toList());
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    @Override
    public void close() {
        appends.close();
        reads.close();
        groupPool.close();
        pool.close();
    }
}
