package dev.joch.service.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import org.flywaydb.core.Flyway;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import javax.sql.DataSource;

/**
 * The schema of one service: migrated, checked for durability, and opened with a pool of its own.
 *
 * <p>A second pool under another role is for services that let row-level security back them up: the
 * owner migrates, the role that serves requests owns nothing.
 */
public final class Database implements AutoCloseable {

    private static final List<String> DURABLE =
            List.of("fsync", "synchronous_commit", "full_page_writes");

    /**
     * A process that hangs, or whose machine vanished, in the middle of a transaction holds its
     * locks: its replicas would wait for them as long as it does.
     */
    private static final String ABANDONED = "set idle_in_transaction_session_timeout = '20s'; ";

    private final DatabaseConfig config;
    private final String schema;
    private final HikariDataSource owner;

    private Database(DatabaseConfig config, String schema, HikariDataSource owner) {
        this.config = config;
        this.schema = schema;
        this.owner = owner;
    }

    /**
     * Opens the schema {@code joch_<service>} and brings it to the newest version.
     *
     * @param service with dashes, e.g. {@code resource-store}; migrations are in {@code
     *     db/<service>}
     * @param libraries whose tables the service has in its schema too, e.g. {@code events}: their
     *     migrations are in {@code db/<library>} and count for themselves
     */
    public static Database open(DatabaseConfig config, String service, String... libraries) {
        String schema = "joch_" + service.replace('-', '_');
        HikariDataSource pool = pool(config, schema, "", 2, "");
        Database database = new Database(config, schema, pool);
        try {
            database.checkDurability();
            Flyway.configure()
                    .dataSource(pool)
                    .schemas(schema)
                    .createSchemas(true)
                    .locations("classpath:db/" + service)
                    .load()
                    .migrate();
            for (String library : libraries) {
                database.migrate(library);
            }
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        return database;
    }

    private void migrate(String library) {
        Flyway.configure()
                .dataSource(owner)
                .schemas(schema)
                .table("flyway_history_of_" + library)
                // the service's own tables are there already
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .locations("classpath:db/" + library)
                .load()
                .migrate();
    }

    /** Name of the schema. */
    public String schema() {
        return schema;
    }

    /** Connections of the schema's owner. Few: for migrations and upkeep. */
    public DataSource owner() {
        return owner;
    }

    /** A pool whose connections act as that role. The caller closes it. */
    public HikariDataSource as(String role) {
        return as(role, config.poolSize());
    }

    /**
     * A pool of a size of its own, for work that must not queue behind other work. The caller
     * closes it.
     */
    public HikariDataSource as(String role, int size, ConnectionSetting... settings) {
        StringBuilder setup = new StringBuilder(ABANDONED);
        for (ConnectionSetting setting : settings) {
            setup.append(setting.statements());
        }
        return pool(config, schema, role, size, setup.toString());
    }

    /**
     * @param setting for every connection; may be empty
     */
    private static HikariDataSource pool(
            DatabaseConfig config, String schema, String role, int size, String setting) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(schema + (role.isEmpty() ? "" : "-" + role));
        pool.setJdbcUrl(config.url());
        if (!config.user().isEmpty()) {
            pool.setUsername(config.user());
            pool.setPassword(config.password());
        }
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(5_000);
        pool.setInitializationFailTimeout(30_000);
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("ApplicationName", schema);
        String setup = setting + "set search_path to " + schema;
        pool.setConnectionInitSql(role.isEmpty() ? setup : setup + "; set role " + role);
        return OpenPools.add(new HikariDataSource(pool));
    }

    private void checkDurability() {
        if (config.allowUnsafe()) {
            return;
        }
        for (String setting : DURABLE) {
            String value = show(setting);
            if (value.equals("off")) {
                throw new ProblemException(new ServiceProblem.UnsafeDatabase(setting, value));
            }
        }
    }

    private String show(String setting) {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show " + setting)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new ProblemException(new ServiceProblem.Unavailable("the database"), e);
        }
    }

    @Override
    public void close() {
        owner.close();
    }
}
