package dev.joch.agbom.store;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.agbom.content.Risk;
import dev.joch.events.outbox.Outbox;
import dev.joch.service.database.Database;
import dev.joch.service.failpoint.Failpoint;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
                    from lineage l join bill b using (tenant, namespace, agent, generation)
                    where l.tenant = ? and l.namespace = ? and l.agent = ?
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

    private static final String FIRST =
            """
            insert into lineage (high_risk, mcp_servers, generation, tenant, namespace, agent)
            values (?, ?, ?, ?, ?, ?) on conflict do nothing
            """;

    private static final String NEXT =
            """
            update lineage set high_risk = ?, mcp_servers = ?, generation = ?
            where tenant = ? and namespace = ? and agent = ? and generation = ?
            """;

    private static final String BILL =
            """
            insert into bill
              (tenant, namespace, agent, generation, generated_at, manifest_digest,
               agent_generation, content_digest, formats, signed, mcp_servers, risks, content)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String DOCUMENT =
            """
            insert into document
              (tenant, namespace, agent, generation, format, signed, media_type, body)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final HikariDataSource pool;
    private final PostgresSession session;
    private final Outbox outbox;

    /**
     * @param database opened with the migrations of {@code events}; the caller closes it
     */
    public PostgresBillStore(Database database, Outbox outbox) {
        this.pool = database.as(ROLE);
        this.session = new PostgresSession(pool);
        this.outbox = outbox;
    }

    @Override
    public Optional<Bill> newest(Lineage lineage) {
        return session.in(lineage.tenant(), connection -> bill(connection, NEWEST, lineage, 0));
    }

    @Override
    public Optional<Bill> find(Lineage lineage, long generation) {
        return session.in(
                lineage.tenant(), connection -> bill(connection, ONE, lineage, generation));
    }

    private static Optional<Bill> bill(
            Connection connection, String sql, Lineage lineage, long generation)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, 1, lineage);
            if (generation > 0) {
                statement.setLong(4, generation);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(bill(rows)) : Optional.empty();
            }
        }
    }

    @Override
    public Optional<byte[]> content(Lineage lineage, long generation) {
        return session.in(
                lineage.tenant(),
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
        return session.in(
                lineage.tenant(),
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
        Bill bill = added.bill();
        long position =
                session.write(
                        bill.lineage().tenant(),
                        connection -> {
                            if (!advance(connection, bill)) {
                                return 0L;
                            }
                            insert(connection, added);
                            documents(connection, added);
                            return outbox.add(connection, added.event());
                        });
        if (position == 0) {
            return false;
        }
        outbox.committed(position);
        Failpoint.AGBOM_ANSWER_BEFORE.hit();
        return true;
    }

    /** Whoever moves the lineage first has its lock; the others find that it moved. */
    private static boolean advance(Connection connection, Bill bill) throws SQLException {
        boolean first = bill.generation() == 1;
        try (PreparedStatement statement = connection.prepareStatement(first ? FIRST : NEXT)) {
            statement.setBoolean(1, !bill.risks().isEmpty());
            statement.setArray(2, texts(connection, bill.mcpServers()));
            statement.setLong(3, bill.generation());
            set(statement, 4, bill.lineage());
            if (!first) {
                statement.setLong(7, bill.generation() - 1);
            }
            return statement.executeUpdate() == 1;
        }
    }

    private static void insert(Connection connection, NewBill added) throws SQLException {
        Bill bill = added.bill();
        try (PreparedStatement statement = connection.prepareStatement(BILL)) {
            set(statement, 1, bill.lineage());
            statement.setLong(4, bill.generation());
            statement.setObject(5, OffsetDateTime.ofInstant(bill.generatedAt(), ZoneOffset.UTC));
            statement.setString(6, bill.manifestDigest());
            statement.setLong(7, bill.agentGeneration());
            statement.setString(8, bill.contentDigest());
            statement.setArray(9, texts(connection, bill.formats()));
            statement.setBoolean(10, bill.signed());
            statement.setArray(11, texts(connection, bill.mcpServers()));
            List<String> risks = new ArrayList<>();
            for (Risk risk : bill.risks()) {
                risks.addAll(List.of(risk.kind(), risk.name(), risk.reason()));
            }
            statement.setArray(12, texts(connection, risks));
            statement.setBytes(13, added.content());
            statement.executeUpdate();
        }
    }

    private static void documents(Connection connection, NewBill added) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DOCUMENT)) {
            for (Document document : added.documents()) {
                set(statement, 1, added.bill().lineage());
                statement.setLong(4, added.bill().generation());
                statement.setString(5, document.format());
                statement.setBoolean(6, document.signed());
                statement.setString(7, document.mediaType());
                statement.setBytes(8, document.body());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    @Override
    public List<Bill> list(BillQuery query) {
        return session.in(
                query.tenant(),
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

    private static void set(PreparedStatement statement, int from, Lineage lineage)
            throws SQLException {
        statement.setString(from, lineage.tenant());
        statement.setString(from + 1, lineage.namespace());
        statement.setString(from + 2, lineage.agent());
    }

    private static Array texts(Connection connection, List<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray(String[]::new));
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    @Override
    public void close() {
        pool.close();
    }
}
