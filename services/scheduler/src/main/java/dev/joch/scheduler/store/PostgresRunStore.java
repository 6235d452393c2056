package dev.joch.scheduler.store;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.events.Event;
import dev.joch.events.Events;
import dev.joch.events.outbox.Outbox;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.scheduler.SchedulerProblem;
import dev.joch.scheduler.place.Bound;
import dev.joch.scheduler.place.Limits;
import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.RunPatience;
import dev.joch.scheduler.run.RunRules;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.scheduler.v1.WorkerState;
import dev.joch.service.database.Bundle;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.service.database.TenantSession;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.id.Ids;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps runs in Postgres, for any number of replicas, and says so in the same transaction. */
public final class PostgresRunStore implements RunStore {

    private static final String SERVICE = "scheduler";
    private static final String APP = "joch_scheduler_app";
    private static final String DESK = "joch_scheduler_desk";
    private static final int WRITERS = 3;
    private static final int DESKS = 3;

    /** Workers that were silent for so long are forgotten. */
    private static final Duration SILENT = Duration.ofHours(1);

    private static final TenantSession.Stops COMMIT =
            new TenantSession.Stops(
                    Failpoint.SCHEDULER_COMMIT_BEFORE, Failpoint.SCHEDULER_COMMIT_AFTER);
    private static final TenantSession.Stops LEASE =
            new TenantSession.Stops(
                    Failpoint.SCHEDULER_LEASE_COMMIT_BEFORE,
                    Failpoint.SCHEDULER_LEASE_COMMIT_AFTER);
    private static final TenantSession.Stops RENEW =
            new TenantSession.Stops(
                    Failpoint.SCHEDULER_RENEW_COMMIT_BEFORE,
                    Failpoint.SCHEDULER_RENEW_COMMIT_AFTER);
    private static final TenantSession.Stops FORGET =
            new TenantSession.Stops(
                    Failpoint.SCHEDULER_FORGET_BEFORE, Failpoint.SCHEDULER_FORGET_AFTER);

    private final Database database;
    private final Outbox outbox;
    private final Events events;
    private final Ids ids;
    private final RunRules rules;
    private final RunPatience patience;
    private final Nudges nudges;
    private final HikariDataSource writePool;
    private final HikariDataSource readPool;
    private final HikariDataSource deskPool;
    private final TenantSession writer;
    private final TenantSession reader;
    private final TenantSession desk;

    private PostgresRunStore(
            Database database, Duration keepEvents, Events events, Ids ids, RunPatience patience) {
        this.database = database;
        this.events = events;
        this.ids = ids;
        this.rules = new RunRules(patience);
        this.patience = patience;
        this.outbox = Outbox.open(database, keepEvents);
        this.writePool = database.as(APP, WRITERS);
        this.readPool = database.as(APP);
        this.deskPool = database.as(DESK, DESKS);
        this.nudges = new Nudges(database);
        this.writer = new TenantSession(writePool, new SchedulerProblem.OutcomeUnknown());
        this.reader = new TenantSession(readPool);
        this.desk = new TenantSession(deskPool, new SchedulerProblem.OutcomeUnknown());
    }

    /** Brings the schema to the newest version and opens it. */
    public static PostgresRunStore open(
            DatabaseConfig config,
            Duration keepEvents,
            Events events,
            Ids ids,
            RunPatience patience) {
        Database database = Database.open(config, SERVICE, "events");
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement()) {
            // the outbox is the library's table: its migration knows no role of ours
            statement.execute("grant select, insert on event_outbox to " + APP + ", " + DESK);
            statement.execute("grant usage on sequence event_position to " + APP + ", " + DESK);
        } catch (SQLException e) {
            database.close();
            throw new ProblemException(new ServiceProblem.Unavailable("the database"), e);
        }
        return new PostgresRunStore(database, keepEvents, events, ids, patience);
    }

    /** What is told about runs. */
    public Outbox outbox() {
        return outbox;
    }

    /** Who waits for changes is woken here, whichever process made them. */
    public Nudges nudges() {
        return nudges;
    }

    @Override
    public List<RunDecision> commit(List<RunCommand> commands) {
        List<String> tenants =
                commands.stream().map(command -> command.key().tenant()).distinct().toList();
        long[] position = new long[1];
        Changes[] changes = new Changes[1];
        List<RunDecision> decisions =
                writer.write(
                        tenants,
                        COMMIT,
                        (connection, now) -> {
                            PostgresTables tables = new PostgresTables(connection);
                            RunTransaction runs = new RunTransaction(tables, rules::decide, now);
                            List<RunDecision> decided = runs.decide(commands);
                            tables.send();
                            position[0] = outbox.add(connection, told(runs, now));
                            changes[0] = runs.changes();
                            return decided;
                        });
        outbox.committed(position[0]);
        nudges.tell(changes[0].leases(), changes[0].orders());
        return decisions;
    }

    private List<Event> told(RunTransaction runs, long now) {
        Instant at = Instant.EPOCH.plus(now, ChronoUnit.MICROS);
        List<Event> told = new ArrayList<>();
        for (RunTransaction.Told each : runs.told()) {
            told.add(
                    events.of(
                            ids.nextText(),
                            each.message(),
                            ResourceKeys.eventKey(each.key().execution()),
                            each.key().tenant(),
                            at,
                            each.traceparent()));
        }
        return told;
    }

    @Override
    public Round lease(List<Ask> asks, Limits limits) {
        long[] position = new long[1];
        Round round =
                desk.write(
                        List.of(),
                        LEASE,
                        (connection, now) -> {
                            PostgresTables tables = new PostgresTables(connection);
                            RunTransaction runs = new RunTransaction(tables, rules::decide, now);
                            Round decided = new LeaseRound(tables, runs, limits, now).decide(asks);
                            tables.send();
                            position[0] = outbox.add(connection, told(runs, now));
                            return decided;
                        });
        outbox.committed(position[0]);
        return round;
    }

    @Override
    public Renewed renew(WorkerDescription worker, List<LeaseRef> leases) {
        List<String> tenants =
                leases.stream().map(lease -> lease.key().tenant()).distinct().toList();
        return writer.write(
                tenants,
                RENEW,
                (connection, now) -> {
                    Bundle heard = new Bundle(connection);
                    WorkerRows.heard(heard, List.of(worker), now);
                    heard.send();
                    return leases.isEmpty()
                            ? new Renewed(List.of(), List.of())
                            : LeaseRows.renew(
                                    connection, worker.getWorker(), leases, now + patience.lease());
                });
    }

    @Override
    public List<Order> orders(Set<String> workers) {
        return desk.within(
                List.of(), (connection, now) -> new PostgresReads(connection).orders(workers));
    }

    @Override
    public Optional<StoredRun> find(RunKey key) {
        return reader.within(
                List.of(key.tenant()),
                (connection, now) ->
                        new PostgresReads(connection).find(List.of(key)).stream().findFirst());
    }

    @Override
    public List<Run> find(Collection<RunKey> keys) {
        List<String> tenants = keys.stream().map(RunKey::tenant).distinct().toList();
        return reader.within(
                tenants,
                (connection, now) ->
                        new PostgresReads(connection)
                                .find(List.copyOf(keys)).stream().map(StoredRun::run).toList());
    }

    @Override
    public Optional<ExecutionInput> input(RunKey key, String uid) {
        return reader.within(
                List.of(key.tenant()),
                (connection, now) ->
                        Optional.ofNullable(RunRows.inputsOf(connection, List.of(key)).get(key)));
    }

    @Override
    public List<Run> list(Selection selection, Optional<Position> after, int limit) {
        return reader.within(
                List.of(selection.tenant()),
                (connection, now) -> new PostgresReads(connection).list(selection, after, limit));
    }

    @Override
    public long ahead(StoredRun run) {
        return reader.within(
                List.of(run.key().tenant()),
                (connection, now) -> new PostgresReads(connection).ahead(run));
    }

    @Override
    public Map<Bound, Integer> running(String tenant, Collection<Bound> bounds) {
        return reader.within(
                List.of(tenant), (connection, now) -> LeaseRows.running(connection, bounds));
    }

    @Override
    public List<WorkerState> workers(Duration within) {
        return desk.within(
                List.of(),
                (connection, now) -> WorkerRows.list(connection, now - micros(within), now));
    }

    @Override
    public Due due(int limit) {
        return desk.within(
                List.of(), (connection, now) -> new PostgresReads(connection).due(now, limit));
    }

    @Override
    public long waiting() {
        return desk.within(List.of(), (connection, now) -> new PostgresReads(connection).waiting());
    }

    @Override
    public int dropEnded(Duration ago, int limit) {
        return desk.write(
                List.of(),
                FORGET,
                (connection, now) -> {
                    WorkerRows.drop(connection, now - micros(SILENT));
                    return new PostgresReads(connection).dropEnded(now - micros(ago), limit);
                });
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    @Override
    public void close() {
        nudges.close();
        outbox.close();
        writePool.close();
        readPool.close();
        deskPool.close();
        database.close();
    }
}
