package dev.joch.policyengine.store;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.events.Event;
import dev.joch.events.outbox.Outbox;
import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.RecordedDecision;
import dev.joch.service.database.Columns;
import dev.joch.service.database.TenantSession;
import dev.joch.service.failpoint.Failpoint;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import javax.sql.DataSource;

/** Decisions and their sums. */
public final class DecisionStore {

    private static final TenantSession.Stops COMMIT =
            new TenantSession.Stops(
                    Failpoint.ENGINE_DECISION_COMMIT_BEFORE,
                    Failpoint.ENGINE_DECISION_COMMIT_AFTER);

    private final TenantSession session;
    private final Outbox outbox;

    public DecisionStore(DataSource app, Outbox outbox) {
        this.session = new TenantSession(app);
        this.outbox = outbox;
    }

    /**
     * One decision with what is told of it.
     *
     * @param policies {@code namespace/name} of those that had a say
     */
    public record Entry(RecordedDecision decision, List<String> policies, List<Event> events) {

        String tenant() {
            return decision.getRequest().getTenant();
        }

        Instant at() {
            return Instant.ofEpochSecond(
                    decision.getDecidedAt().getSeconds(), decision.getDecidedAt().getNanos());
        }
    }

    /** What is looked for; empty fields do not restrict. */
    public record Query(
            String tenant,
            Collection<String> namespaces,
            String agent,
            String policy,
            String hook,
            Collection<Decision> decisions,
            Instant since,
            Instant before,
            String beforeId,
            int limit) {}

    /** Sums of seven days. */
    public record Use(long evaluations, long denials, long modifications, Instant last) {}

    /** Those that are there already change nothing. */
    public void write(List<Entry> entries) {
        Set<String> tenants = new TreeSet<>();
        entries.forEach(entry -> tenants.add(entry.tenant()));
        long position =
                session.write(
                        tenants,
                        COMMIT,
                        connection -> {
                            List<Event> events =
                                    add(connection, entries).stream()
                                            .flatMap(entry -> entry.events().stream())
                                            .toList();
                            return outbox.add(connection, events);
                        });
        outbox.committed(position);
    }

    /** Adds decisions to a transaction; gives those that were not there. */
    static List<Entry> add(Connection connection, List<Entry> entries) throws SQLException {
        List<Entry> added = insert(connection, entries);
        PolicyUseStore.count(connection, added);
        return added;
    }

    /** In one statement: the database does as much for a statement as it does for ten rows. */
    private static List<Entry> insert(Connection connection, List<Entry> entries)
            throws SQLException {
        Set<String> fresh = new HashSet<>();
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        insert into decision (tenant, id, decided_at, namespace, agent, hook, decision, policy, body)
                        select * from unnest(?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::text[],
                                             ?::bigint[], ?::text[], ?::bytea[])
                        on conflict do nothing returning id
                        """)) {
            new Columns<>(statement, 1, entries)
                    .texts(Entry::tenant)
                    .texts(entry -> entry.decision().getDecisionId())
                    .instants(Entry::at)
                    .texts(entry -> entry.decision().getRequest().getNamespace())
                    .texts(entry -> entry.decision().getRequest().getAgent())
                    .texts(entry -> entry.decision().getRequest().getHook())
                    .longs(entry -> (long) entry.decision().getResponse().getDecision().getNumber())
                    .texts(entry -> entry.decision().getResponse().getPolicy())
                    .bytes(entry -> entry.decision().toByteArray());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    fresh.add(row.getString(1));
                }
            }
        }
        // of two alike in one group the first one was added
        return entries.stream()
                .filter(entry -> fresh.remove(entry.decision().getDecisionId()))
                .toList();
    }

    /** Newest first. */
    public List<RecordedDecision> list(Query query) {
        return session.within(
                Set.of(query.tenant()),
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    """
                                    select body from decision
                                    where tenant = ? and decided_at >= ? and (decided_at, id) < (?, ?)
                                      and (cardinality(?::text[]) = 0 or namespace = any (?))
                                      and (? = '' or agent = ?) and (? = '' or policy = ?) and (? = '' or hook = ?)
                                      and (cardinality(?::int[]) = 0 or decision = any (?))
                                    order by decided_at desc, id desc limit ?
                                    """)) {
                        Array namespaces =
                                connection.createArrayOf(
                                        "text", query.namespaces().toArray(String[]::new));
                        Array decisions =
                                connection.createArrayOf(
                                        "int",
                                        query.decisions().stream()
                                                .map(Decision::getNumber)
                                                .toArray(Integer[]::new));
                        statement.setString(1, query.tenant());
                        statement.setTimestamp(2, Timestamp.from(query.since()));
                        statement.setTimestamp(3, Timestamp.from(query.before()));
                        statement.setString(4, query.beforeId());
                        statement.setArray(5, namespaces);
                        statement.setArray(6, namespaces);
                        twice(statement, 7, query.agent());
                        twice(statement, 9, query.policy());
                        twice(statement, 11, query.hook());
                        statement.setArray(13, decisions);
                        statement.setArray(14, decisions);
                        statement.setInt(15, query.limit());
                        return read(statement);
                    }
                });
    }

    private static void twice(PreparedStatement statement, int at, String text)
            throws SQLException {
        statement.setString(at, text);
        statement.setString(at + 1, text);
    }

    private static List<RecordedDecision> read(PreparedStatement statement) throws SQLException {
        List<RecordedDecision> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(RecordedDecision.parseFrom(rows.getBytes(1)));
            }
        } catch (InvalidProtocolBufferException e) {
            throw new SQLException("a decision cannot be read", e);
        }
        return found;
    }

    public Use use(String tenant, String namespace, String policy, LocalDate since) {
        return session.within(
                Set.of(tenant),
                connection -> PolicyUseStore.read(connection, tenant, namespace, policy, since));
    }

    /** Drops decisions older than that, some at a time; gives how many went. */
    public int forget(String tenant, Instant before, int most) {
        return session.within(
                Set.of(tenant),
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    """
                                    delete from decision where ctid = any (array(
                                      select ctid from decision where tenant = ? and decided_at < ? limit ?))
                                    """)) {
                        statement.setString(1, tenant);
                        statement.setTimestamp(2, Timestamp.from(before));
                        statement.setInt(3, most);
                        return statement.executeUpdate();
                    }
                });
    }

    /** Drops sums of days before that one; gives how many rows went. */
    public int forgetUse(String tenant, LocalDate before) {
        return session.within(
                Set.of(tenant), connection -> PolicyUseStore.forget(connection, tenant, before));
    }
}
