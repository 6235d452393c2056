package dev.joch.agbom.store;

import dev.joch.agbom.content.Risk;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Appends generations of many lineages in an open transaction: one round trip for each table. */
final class PostgresAppend {

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

    private static final Comparator<Lineage> BY_NAME =
            Comparator.comparing(Lineage::tenant)
                    .thenComparing(Lineage::namespace)
                    .thenComparing(Lineage::agent);

    private final Connection connection;
    private final List<NewBill> all;
    private final Set<Integer> appended = new TreeSet<>();

    PostgresAppend(Connection connection, List<NewBill> all) {
        this.connection = connection;
        this.all = List.copyOf(all);
    }

    /**
     * @return numbers of those that are the newest of their lineage now
     */
    Set<Integer> run() throws SQLException {
        List<Integer> ordered =
                IntStream.range(0, all.size())
                        .boxed()
                        // two processes lock the lineages in one order
                        .sorted(
                                Comparator.comparing(
                                        number -> all.get(number).bill().lineage(), BY_NAME))
                        .toList();
        advance(FIRST, ordered.stream().filter(this::first).toList());
        advance(NEXT, ordered.stream().filter(number -> !first(number)).toList());
        List<NewBill> newest = appended.stream().map(all::get).toList();
        bills(newest);
        documents(newest);
        return appended;
    }

    private boolean first(int number) {
        return all.get(number).bill().generation() == 1;
    }

    /** Whoever moves a lineage first has its lock; the others find that it moved. */
    private void advance(String sql, List<Integer> numbers) throws SQLException {
        if (numbers.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int number : numbers) {
                Bill bill = all.get(number).bill();
                statement.setBoolean(1, !bill.risks().isEmpty());
                statement.setArray(2, PostgresBillStore.texts(connection, bill.mcpServers()));
                statement.setLong(3, bill.generation());
                PostgresBillStore.set(statement, 4, bill.lineage());
                if (!first(number)) {
                    statement.setLong(7, bill.generation() - 1);
                }
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == 1) {
                    appended.add(numbers.get(i));
                }
            }
        }
    }

    private void bills(List<NewBill> newest) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BILL)) {
            for (NewBill added : newest) {
                Bill bill = added.bill();
                PostgresBillStore.set(statement, 1, bill.lineage());
                statement.setLong(4, bill.generation());
                statement.setObject(
                        5, OffsetDateTime.ofInstant(bill.generatedAt(), ZoneOffset.UTC));
                statement.setString(6, bill.manifestDigest());
                statement.setLong(7, bill.agentGeneration());
                statement.setString(8, bill.contentDigest());
                statement.setArray(9, PostgresBillStore.texts(connection, bill.formats()));
                statement.setBoolean(10, bill.signed());
                statement.setArray(11, PostgresBillStore.texts(connection, bill.mcpServers()));
                List<String> risks = new ArrayList<>();
                for (Risk risk : bill.risks()) {
                    risks.addAll(List.of(risk.kind(), risk.name(), risk.reason()));
                }
                statement.setArray(12, PostgresBillStore.texts(connection, risks));
                statement.setBytes(13, added.content());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void documents(List<NewBill> newest) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DOCUMENT)) {
            for (NewBill added : newest) {
                for (Document document : added.documents()) {
                    PostgresBillStore.set(statement, 1, added.bill().lineage());
                    statement.setLong(4, added.bill().generation());
                    statement.setString(5, document.format());
                    statement.setBoolean(6, document.signed());
                    statement.setString(7, document.mediaType());
                    statement.setBytes(8, document.body());
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }
}
