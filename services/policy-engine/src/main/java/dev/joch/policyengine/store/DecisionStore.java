package dev.joch.policyengine.store;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.events.Event;
import dev.joch.events.outbox.Outbox;
import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.RecordedDecision;
import dev.joch.service.failpoint.Failpoint;

import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import javax.sql.DataSource;

/** Decisions and their sums. */
public final class DecisionStore {

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
        session.within(
                tenants,
                connection -> {
                    List<Entry> added = add(connection, entries);
                    List<Event> events =
                            added.stream().flatMap(entry -> entry.events().stream()).toList();
                    long position = outbox.add(connection, events);
                    Failpoint.ENGINE_DECISION_COMMIT_BEFORE.hit();
                    connection.commit();
                    Failpoint.ENGINE_DECISION_COMMIT_AFTER.hit();
                    outbox.committed(position);
                    return position;
                });
    }

    /** Adds decisions to a transaction; gives those that were not there. */
    static List<Entry> add(Connection connection, List<Entry> entries) throws SQLException {
        List<Entry> added = new ArrayList<>();
        int[] counts = insert(connection, entries);
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0) {
                added.add(entries.get(i));
            }
        }
        count(connection, added);
        return added;
    }

    private static int[] insert(Connection connection, List<Entry> entries) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        insert into decision (tenant, id, decided_at, namespace, agent, hook, decision, policy, body)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                        """)) {
            for (Entry entry : entries) {
                statement.setString(1, entry.tenant());
                statement.setString(2, entry.decision().getDecisionId());
                statement.setTimestamp(3, Timestamp.from(entry.at()));
                statement.setString(4, entry.decision().getRequest().getNamespace());
                statement.setString(5, entry.decision().getRequest().getAgent());
                statement.setString(6, entry.decision().getRequest().getHook());
                statement.setInt(7, entry.decision().getResponse().getDecision().getNumber());
                statement.setString(8, entry.decision().getResponse().getPolicy());
                statement.setBytes(9, entry.decision().toByteArray());
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    /** In one order everywhere, so that two replicas never wait for one another. */
    private static void count(Connection connection, List<Entry> entries) throws SQLException {
        Map<String, long[]> sums = new TreeMap<>();
        for (Entry entry : entries) {
            Decision decision = entry.decision().getResponse().getDecision();
            LocalDate day = entry.at().atOffset(ZoneOffset.UTC).toLocalDate();
            String deciding = entry.decision().getResponse().getPolicy();
            for (String policy : entry.policies()) {
                long[] sum =
                        sums.computeIfAbsent(
                                entry.tenant() + "\n" + policy + "\n" + day, absent -> new long[4]);
                boolean decided = policy.endsWith("/" + deciding);
                sum[0]++;
                sum[1] += decided && decision == Decision.DECISION_DENY ? 1 : 0;
                sum[2] += decided && decision == Decision.DECISION_MODIFY ? 1 : 0;
                sum[3] = Math.max(sum[3], entry.at().toEpochMilli());
            }
        }
        if (sums.isEmpty()) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        insert into policy_use as u
                          (tenant, namespace, policy, day, evaluations, denials, modifications, last)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (tenant, namespace, policy, day) do update
                        set evaluations = u.evaluations + excluded.evaluations,
                            denials = u.denials + excluded.denials,
                            modifications = u.modifications + excluded.modifications,
                            last = greatest(u.last, excluded.last)
                        """)) {
            for (Map.Entry<String, long[]> sum : sums.entrySet()) {
                String[] key = sum.getKey().split("\n", -1);
                int slash = key[1].indexOf('/');
                statement.setString(1, key[0]);
                statement.setString(2, key[1].substring(0, slash));
                statement.setString(3, key[1].substring(slash + 1));
                statement.setDate(4, Date.valueOf(key[2]));
                statement.setLong(5, sum.getValue()[0]);
                statement.setLong(6, sum.getValue()[1]);
                statement.setLong(7, sum.getValue()[2]);
                statement.setTimestamp(8, Timestamp.from(Instant.ofEpochMilli(sum.getValue()[3])));
                statement.addBatch();
            }
            statement.executeBatch();
        }
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
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    """
                                    select coalesce(sum(evaluations), 0), coalesce(sum(denials), 0),
                                           coalesce(sum(modifications), 0), coalesce(max(last), to_timestamp(0))
                                    from policy_use where tenant = ? and namespace = ? and policy = ? and day > ?
                                    """)) {
                        statement.setString(1, tenant);
                        statement.setString(2, namespace);
                        statement.setString(3, policy);
                        statement.setDate(4, Date.valueOf(since));
                        try (ResultSet row = statement.executeQuery()) {
                            row.next();
                            return new Use(
                                    row.getLong(1),
                                    row.getLong(2),
                                    row.getLong(3),
                                    row.getTimestamp(4).toInstant());
                        }
                    }
                });
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
}
