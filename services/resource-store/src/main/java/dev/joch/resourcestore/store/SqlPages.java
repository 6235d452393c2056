package dev.joch.resourcestore.store;

import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Selection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Pages of the catalogue as it was at a revision.
 *
 * <p>What has not changed since is in the heads. What has, is found by the first change after the
 * revision: it names the version that it replaced. So the past costs as much as was changed since,
 * and nothing when nothing was.
 */
final class SqlPages {

    private static final int FETCH = 128;

    private final Connection connection;
    private final Selection selection;
    private final long revision;
    private final boolean past;

    /**
     * @param newest newest revision in this transaction's state
     */
    SqlPages(Connection connection, Selection selection, long revision, long newest) {
        this.connection = connection;
        this.selection = selection;
        this.revision = revision;
        this.past = revision < newest;
    }

    ListPage page(ListQuery query) throws SQLException {
        PageScan scan = new PageScan(query, revision);
        while (scan.isOpen()) {
            read(scan);
        }
        return scan.page();
    }

    private void read(PageScan scan) throws SQLException {
        int wanted = scan.wanted();
        Parameters parameters = new Parameters();
        String sql = sql(scan.after(), wanted, parameters);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            // large resources fill a page before the chunk is read: do not hold it all in memory
            statement.setFetchSize(FETCH);
            parameters.set(statement);
            int seen = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    seen++;
                    if (!scan.take(SqlRows.version(rows))) {
                        return;
                    }
                }
            }
            if (seen < wanted) {
                scan.end();
            }
        }
    }

    private String sql(Optional<Key> after, int limit, Parameters parameters) {
        String keys =
                "select h.tenant, h.kind, h.namespace, h.name, h.revision as at from head h where "
                        + scope("h", after, parameters)
                        + " and h.revision <= "
                        + parameters.add(revision)
                        + ordered("h", limit, parameters);
        if (past) {
            String changed =
                    "select c.tenant, c.kind, c.namespace, c.name, c.previous as at from log c where "
                            + scope("c", after, parameters)
                            + " and c.revision > "
                            + parameters.add(revision)
                            + " and c.previous > 0 and c.previous <= "
                            + parameters.add(revision)
                            + ordered("c", limit, parameters);
            keys =
                    "select * from (select * from ("
                            + keys
                            + ") still union all select * from ("
                            + changed
                            + ") then_) u"
                            + ordered("u", limit, parameters);
        }
        return "select "
                + SqlRows.VERSION
                + " from ("
                + keys
                + ") k join log l on l.revision = k.at order by "
                + columns("k");
    }

    private String ordered(String table, int limit, Parameters parameters) {
        return " order by " + columns(table) + " limit " + parameters.add(limit);
    }

    /**
     * Tenant, kinds and namespaces, and the start of the page: in the form in which the primary key
     * serves them.
     */
    private String scope(String table, Optional<Key> after, Parameters parameters) {
        List<String> conditions = new ArrayList<>();
        String tenant = selection.tenant();
        if (tenant != null) {
            conditions.add(table + ".tenant = " + parameters.add(tenant));
        }
        among(table + ".kind", selection.kinds(), conditions, parameters);
        among(table + ".namespace", selection.namespaces(), conditions, parameters);
        after.ifPresent(key -> {
            StringBuilder row = new StringBuilder("(" + columns(table) + ") > (");
            if (tenant == null) {
                row.append(parameters.add(key.tenant())).append(", ");
            }
            row.append(parameters.add(key.kind())).append(", ");
            row.append(parameters.add(key.namespace())).append(", ");
            row.append(parameters.add(key.name())).append(")");
            conditions.add(row.toString());
        });
        return conditions.isEmpty() ? "true" : String.join(" and ", conditions);
    }

    private static void among(
            String column, Set<String> values, List<String> conditions, Parameters parameters) {
        if (!values.isEmpty()) {
            String list = String.join(", ", values.stream().map(parameters::add).toList());
            conditions.add(column + " in (" + list + ")");
        }
    }

    private String columns(String table) {
        String key = table + ".kind, " + table + ".namespace, " + table + ".name";
        return selection.tenant() == null ? table + ".tenant, " + key : key;
    }

    /** What stands for the question marks, in the order they were written. */
    private static final class Parameters {
        private final List<Object> values = new ArrayList<>();

        String add(Object value) {
            values.add(value);
            return "?";
        }

        void set(PreparedStatement statement) throws SQLException {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
        }
    }
}
