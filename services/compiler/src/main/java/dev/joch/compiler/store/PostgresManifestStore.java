package dev.joch.compiler.store;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.zaxxer.hikari.HikariDataSource;

import dev.joch.compiler.v1.Manifest;
import dev.joch.event.v1.AgentCompiled;
import dev.joch.event.v1.AgentName;
import dev.joch.event.v1.EventContext;
import dev.joch.events.Event;
import dev.joch.events.Events;
import dev.joch.events.outbox.Outbox;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Manifests in Postgres, each tenant by itself. */
public final class PostgresManifestStore implements ManifestStore, AutoCloseable {

    private static final String TENANTS =
            "select set_config('joch.tenants', ?::text[]::text, true)";

    private static final String INSERT =
            """
            insert into manifest (tenant, namespace, agent, environment, generation, digest, input_revision, body)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            on conflict do nothing
            """;

    private static final String ADVANCE =
            """
            insert into manifest_head as head (tenant, namespace, agent, environment, generation, digest, input_revision)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (tenant, namespace, agent, environment, generation)
            do update set digest = excluded.digest, input_revision = excluded.input_revision
            where head.input_revision <= excluded.input_revision
              and (head.digest, head.input_revision) is distinct from (excluded.digest, excluded.input_revision)
            """;

    private static final String BY_DIGEST =
            """
            select body, created from manifest
            where tenant = ? and namespace = ? and agent = ? and digest = ?
              and (? = '' or environment = ?)
            order by created desc limit 1
            """;

    private static final String NEWEST =
            """
            select m.body, m.created from manifest_head h
            join manifest m using (tenant, namespace, agent, environment, generation, digest)
            where h.tenant = ? and h.namespace = ? and h.agent = ?
              and (? = 0 or h.generation = ?) and (? = '' or h.environment = ?)
            order by h.generation desc, h.input_revision desc limit 1
            """;

    private static final String LIST =
            """
            select m.body, m.created from manifest_head h
            join manifest m using (tenant, namespace, agent, environment, generation, digest)
            where h.tenant = ?
              and (cardinality(?::text[]) = 0 or h.namespace = any (?))
              and (? = '' or h.agent = ?) and (? = '' or h.environment = ?)
              and (h.namespace, h.agent, h.environment, -h.generation) > (?, ?, ?, ?)
            order by h.namespace, h.agent, h.environment, -h.generation
            limit ?
            """;

    private static final String HISTORY =
            """
            select body, created from manifest
            where tenant = ? and namespace = ? and agent = ? and (? = '' or environment = ?)
            order by created desc, generation desc offset ? limit ?
            """;

    private final HikariDataSource pool;
    private final Outbox outbox;
    private final Events events;
    private final InstantSource clock;

    /**
     * @param pool acts as {@code joch_compiler_app}
     */
    public PostgresManifestStore(
            HikariDataSource pool, Outbox outbox, Events events, InstantSource clock) {
        this.pool = pool;
        this.outbox = outbox;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public List<Boolean> keep(List<Kept> manifests) {
        Set<String> tenants = new TreeSet<>();
        manifests.forEach(kept -> tenants.add(kept.agent().getTenant()));
        return within(
                tenants,
                connection -> {
                    List<Boolean> created = insert(connection, manifests);
                    advance(connection, manifests);
                    List<Event> news = new ArrayList<>();
                    for (int i = 0; i < manifests.size(); i++) {
                        if (created.get(i)) {
                            news.add(compiled(manifests.get(i)));
                        }
                    }
                    long position = outbox.add(connection, news);
                    Failpoint.COMPILER_COMMIT_BEFORE.hit();
                    connection.commit();
                    Failpoint.COMPILER_COMMIT_AFTER.hit();
                    outbox.committed(position);
                    return created;
                });
    }

    private static List<Boolean> insert(Connection connection, List<Kept> manifests)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (Kept kept : manifests) {
                name(statement, kept);
                statement.setLong(7, kept.inputRevision());
                statement.setBytes(8, kept.manifest().toByteArray());
                statement.addBatch();
            }
            List<Boolean> created = new ArrayList<>();
            for (int count : statement.executeBatch()) {
                created.add(count > 0);
            }
            return created;
        }
    }

    private static void advance(Connection connection, List<Kept> manifests) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            for (Kept kept : manifests) {
                name(statement, kept);
                statement.setLong(7, kept.inputRevision());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void name(PreparedStatement statement, Kept kept) throws SQLException {
        statement.setString(1, kept.agent().getTenant());
        statement.setString(2, kept.agent().getNamespace());
        statement.setString(3, kept.agent().getName());
        statement.setString(4, kept.manifest().getEnvironment());
        statement.setLong(5, kept.generation());
        statement.setString(6, kept.manifest().getDigest());
    }

    private Event compiled(Kept kept) {
        ResourceKey agent = kept.agent();
        Instant now = clock.instant();
        return events.of(
                AgentCompiled.newBuilder()
                        .setContext(
                                EventContext.newBuilder()
                                        .setTenant(agent.getTenant())
                                        .setAgent(
                                                AgentName.newBuilder()
                                                        .setNamespace(agent.getNamespace())
                                                        .setName(agent.getName()))
                                        .setAgentVersion(kept.generation())
                                        .setTimestamp(timestamp(now)))
                        .setAgent(agent)
                        .setGeneration(kept.generation())
                        .setEnvironment(kept.manifest().getEnvironment())
                        .setDigest(kept.manifest().getDigest())
                        .build(),
                agent.getTenant() + "/" + ResourceKeys.text(agent),
                agent.getTenant());
    }

    @Override
    public Optional<Manifest> get(Wanted wanted) {
        return within(
                Set.of(wanted.tenant()),
                connection ->
                        (wanted.digest().isEmpty()
                                        ? newest(connection, wanted)
                                        : byDigest(connection, wanted))
                                .stream().findFirst());
    }

    private static List<Manifest> byDigest(Connection connection, Wanted wanted)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BY_DIGEST)) {
            statement.setString(1, wanted.tenant());
            statement.setString(2, wanted.namespace());
            statement.setString(3, wanted.agent());
            statement.setString(4, wanted.digest());
            statement.setString(5, wanted.environment());
            statement.setString(6, wanted.environment());
            return read(statement);
        }
    }

    private static List<Manifest> newest(Connection connection, Wanted wanted) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
            statement.setString(1, wanted.tenant());
            statement.setString(2, wanted.namespace());
            statement.setString(3, wanted.agent());
            statement.setLong(4, wanted.generation());
            statement.setLong(5, wanted.generation());
            statement.setString(6, wanted.environment());
            statement.setString(7, wanted.environment());
            return read(statement);
        }
    }

    @Override
    public List<Manifest> list(Query query) {
        return within(
                Set.of(query.tenant()),
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(LIST)) {
                        Array namespaces =
                                connection.createArrayOf(
                                        "text", query.namespaces().toArray(String[]::new));
                        statement.setString(1, query.tenant());
                        statement.setArray(2, namespaces);
                        statement.setArray(3, namespaces);
                        statement.setString(4, query.agent());
                        statement.setString(5, query.agent());
                        statement.setString(6, query.environment());
                        statement.setString(7, query.environment());
                        statement.setString(8, query.after().namespace());
                        statement.setString(9, query.after().agent());
                        statement.setString(10, query.after().environment());
                        statement.setLong(11, -query.after().generation());
                        statement.setInt(12, query.limit());
                        return read(statement);
                    }
                });
    }

    @Override
    public List<Manifest> history(
            String tenant,
            String namespace,
            String agent,
            String environment,
            int offset,
            int limit) {
        return within(
                Set.of(tenant),
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(HISTORY)) {
                        statement.setString(1, tenant);
                        statement.setString(2, namespace);
                        statement.setString(3, agent);
                        statement.setString(4, environment);
                        statement.setString(5, environment);
                        statement.setInt(6, offset);
                        statement.setInt(7, limit);
                        return read(statement);
                    }
                });
    }

    private static List<Manifest> read(PreparedStatement statement) throws SQLException {
        List<Manifest> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Instant created = rows.getTimestamp(2).toInstant();
                found.add(
                        Manifest.parseFrom(rows.getBytes(1)).toBuilder()
                                .setCreatedAt(timestamp(created))
                                .build());
            }
        } catch (InvalidProtocolBufferException e) {
            throw new SQLException("a manifest cannot be read", e);
        }
        return found;
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    @FunctionalInterface
    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private <T> T within(Set<String> tenants, Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement name = connection.prepareStatement(TENANTS)) {
                name.setArray(1, connection.createArrayOf("text", tenants.toArray(String[]::new)));
                name.execute();
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new ProblemException(new ServiceProblem.Unavailable("the database"), e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
