package dev.joch.compiler.store;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.compiler.CompilerProblem;
import dev.joch.compiler.v1.Manifest;
import dev.joch.event.v1.AgentCompiled;
import dev.joch.event.v1.AgentName;
import dev.joch.event.v1.EventContext;
import dev.joch.events.Event;
import dev.joch.events.Events;
import dev.joch.events.outbox.Outbox;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.database.ConnectionSetting;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.service.database.TenantSession;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps manifests in Postgres, for any number of replicas, and says so in the same transaction. */
public final class PostgresManifestStore implements ManifestStore {

    private static final String SERVICE = "compiler";
    private static final String ROLE = "joch_compiler_app";
    private static final int WRITERS = 2;

    /** Manifests are asked for one by one, and each question is short. */
    private static final int FINDERS = 4;

    private static final String DROP =
            """
            with old as (
                select s.tenant, s.namespace, s.agent, s.environment, s.digest
                from superseded s
                where s.at < ? and not exists (
                    select from newest n
                    where n.tenant = s.tenant and n.namespace = s.namespace and n.agent = s.agent
                        and n.environment = s.environment and n.digest = s.digest)
                order by s.at
                limit ?),
            forgotten as (
                delete from superseded s using old
                where (s.tenant, s.namespace, s.agent, s.environment, s.digest)
                    = (old.tenant, old.namespace, old.agent, old.environment, old.digest))
            delete from manifest m using old
            where (m.tenant, m.namespace, m.agent, m.environment, m.digest)
                = (old.tenant, old.namespace, old.agent, old.environment, old.digest)
            """;

    private static final TenantSession.Stops COMMIT =
            new TenantSession.Stops(
                    Failpoint.COMPILER_COMMIT_BEFORE, Failpoint.COMPILER_COMMIT_AFTER);

    private final Database database;
    private final Outbox outbox;
    private final Events events;
    private final InstantSource clock;
    private final HikariDataSource writePool;
    private final HikariDataSource findPool;
    private final HikariDataSource readPool;
    private final HikariDataSource upkeepPool;
    private final TenantSession writer;
    private final TenantSession finder;
    private final TenantSession reader;

    private PostgresManifestStore(
            Database database, Duration keepEvents, Events events, InstantSource clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.outbox = Outbox.open(database, keepEvents);
        this.writePool =
                database.as(
                        ROLE, WRITERS, ConnectionSetting.BY_INDEX, ConnectionSetting.PLANNED_ONCE);
        this.findPool =
                database.as(
                        ROLE, FINDERS, ConnectionSetting.BY_INDEX, ConnectionSetting.PLANNED_ONCE);
        this.readPool = database.as(ROLE);
        this.upkeepPool = database.as("joch_compiler_upkeep", 1);
        this.writer = new TenantSession(writePool, new CompilerProblem.OutcomeUnknown());
        this.finder = new TenantSession(findPool);
        this.reader = new TenantSession(readPool);
    }

    /** Brings the schema to the newest version and opens it. */
    public static PostgresManifestStore open(
            DatabaseConfig config, Duration keepEvents, Events events, InstantSource clock) {
        Database database = Database.open(config, SERVICE, "events");
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement()) {
            // the outbox is the library's table: its migration knows no role of ours
            statement.execute("grant select, insert on event_outbox to " + ROLE);
            statement.execute("grant usage on sequence event_position to " + ROLE);
        } catch (SQLException e) {
            database.close();
            throw new ProblemException(new ServiceProblem.Unavailable("the database"), e);
        }
        return new PostgresManifestStore(database, keepEvents, events, clock);
    }

    /** What is told about manifests. */
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public List<Kept> keep(List<Draft> drafts) {
        if (drafts.isEmpty()) {
            return List.of();
        }
        Set<String> tenants =
                drafts.stream().map(draft -> draft.agent().tenant()).collect(Collectors.toSet());
        long[] position = new long[1];
        Instant now = clock.instant();
        List<Kept> answers =
                writer.write(
                        tenants,
                        COMMIT,
                        connection -> {
                            Kept[] kept = new Kept[drafts.size()];
                            PostgresKeep keep = new PostgresKeep(connection, Times.micros(now));
                            for (List<Rounds.Numbered> round : Rounds.of(drafts)) {
                                keep.round(round, kept);
                            }
                            position[0] = outbox.add(connection, told(drafts, kept, now));
                            return List.of(kept);
                        });
        outbox.committed(position[0]);
        return answers;
    }

    private List<Event> told(List<Draft> drafts, Kept[] kept, Instant now) {
        List<Event> told = new ArrayList<>();
        for (int i = 0; i < kept.length; i++) {
            if (kept[i] instanceof Kept.Newest newest && newest.created()) {
                Draft draft = drafts.get(i);
                AgentKey agent = draft.agent();
                ResourceKey key =
                        ResourceKeys.of(agent.tenant(), "Agent", agent.namespace(), agent.name());
                AgentCompiled compiled =
                        AgentCompiled.newBuilder()
                                .setContext(
                                        EventContext.newBuilder()
                                                .setTenant(agent.tenant())
                                                .setAgent(
                                                        AgentName.newBuilder()
                                                                .setNamespace(agent.namespace())
                                                                .setName(agent.name()))
                                                .setAgentVersion(draft.generation())
                                                .setTimestamp(Times.timestamp(Times.micros(now))))
                                .setAgent(key)
                                .setGeneration(draft.generation())
                                .setEnvironment(draft.environment())
                                .setDigest(draft.digest())
                                .build();
                told.add(events.of(compiled, ResourceKeys.eventKey(key), agent.tenant()));
            }
        }
        return told;
    }

    @Override
    public Optional<Manifest> newest(AgentKey agent, long generation, String environment) {
        return finder.within(
                List.of(agent.tenant()),
                connection -> new PostgresReads(connection).newest(agent, generation, environment));
    }

    @Override
    public Optional<Manifest> byDigest(AgentKey agent, String digest) {
        return finder.within(
                List.of(agent.tenant()),
                connection -> new PostgresReads(connection).byDigest(agent, digest));
    }

    @Override
    public List<Manifest> list(Selection selection, Optional<Position> after, int limit) {
        return reader.within(
                List.of(selection.tenant()),
                connection -> new PostgresReads(connection).list(selection, after, limit));
    }

    @Override
    public List<Manifest> history(
            AgentKey agent, String environment, Optional<Before> before, int limit) {
        return reader.within(
                List.of(agent.tenant()),
                connection ->
                        new PostgresReads(connection).history(agent, environment, before, limit));
    }

    @Override
    public int dropSuperseded(Instant before, int limit) {
        try (Connection connection = upkeepPool.getConnection();
                PreparedStatement statement = connection.prepareStatement(DROP)) {
            statement.setLong(1, Times.micros(before));
            statement.setInt(2, limit);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new ProblemException(new ServiceProblem.Unavailable("the database"), e);
        }
    }

    @Override
    public void close() {
        outbox.close();
        writePool.close();
        findPool.close();
        readPool.close();
        upkeepPool.close();
        database.close();
    }
}
