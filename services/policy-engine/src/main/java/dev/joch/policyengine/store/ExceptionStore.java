package dev.joch.policyengine.store;

import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;

import dev.joch.events.Event;
import dev.joch.events.outbox.Outbox;
import dev.joch.policy.v1.DisabledRule;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policyengine.store.DecisionStore.Entry;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.database.TenantSession;
import dev.joch.service.failpoint.Failpoint;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import javax.sql.DataSource;

/** Rules out of force and grants. Times are the database's. */
public final class ExceptionStore {

    private static final String FITTING =
            """
            select id from break_glass
            where tenant = ? and namespace = ? and agent = ? and hook = ? and tool = ?
              and used_by = '' and expires > clock_timestamp()
            """;

    private static final TenantSession.Stops COMMIT =
            new TenantSession.Stops(
                    Failpoint.ENGINE_EXCEPTION_COMMIT_BEFORE,
                    Failpoint.ENGINE_EXCEPTION_COMMIT_AFTER);

    private final TenantSession owner;
    private final TenantSession app;
    private final Outbox outbox;

    public ExceptionStore(DataSource owner, DataSource app, Outbox outbox) {
        this.owner = new TenantSession(owner);
        this.app = new TenantSession(app);
        this.outbox = outbox;
    }

    /** Takes a rule out of force; a rule that is already gets the new end. */
    public DisabledRule disable(
            ResourceKey policy,
            String rule,
            String by,
            String reason,
            int seconds,
            Function<DisabledRule, Event> told) {
        return change(
                owner,
                Set.of(),
                (connection, events) -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    """
                                    insert into disabled_rule (tenant, namespace, policy, rule, disabled_by, reason, until)
                                    values (?, ?, ?, ?, ?, ?, clock_timestamp() + make_interval(secs => ?))
                                    on conflict (tenant, namespace, policy, rule) do update
                                    set disabled_by = excluded.disabled_by, reason = excluded.reason,
                                        since = clock_timestamp(), until = excluded.until
                                    returning tenant, namespace, policy, rule, disabled_by, reason, since, until
                                    """)) {
                        name(statement, policy, rule);
                        statement.setString(5, by);
                        statement.setString(6, reason);
                        statement.setInt(7, seconds);
                        DisabledRule disabled = one(statement).orElseThrow();
                        events.add(told.apply(disabled));
                        return disabled;
                    }
                });
    }

    /** Puts a rule back; empty when it was in force. */
    public Optional<DisabledRule> enable(
            ResourceKey policy, String rule, Function<DisabledRule, Event> told) {
        return change(
                owner,
                Set.of(),
                (connection, events) -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    """
                                    delete from disabled_rule
                                    where tenant = ? and namespace = ? and policy = ? and rule = ?
                                      and until > clock_timestamp()
                                    returning tenant, namespace, policy, rule, disabled_by, reason, since, until
                                    """)) {
                        name(statement, policy, rule);
                        Optional<DisabledRule> restored = one(statement);
                        if (restored.isPresent()) {
                            events.add(told.apply(restored.get()));
                        }
                        return restored;
                    }
                });
    }

    /** Puts back whatever has had its time. */
    public int restoreExpired(Function<DisabledRule, Event> told) {
        return expired() ? restore(told) : 0;
    }

    /** Every process looks twice a second, and there is nearly never one. */
    private boolean expired() {
        return owner.within(
                Set.of(),
                connection -> {
                    try (PreparedStatement statement =
                                    connection.prepareStatement(
                                            "select exists (select from disabled_rule"
                                                    + " where until <= clock_timestamp())");
                            ResultSet row = statement.executeQuery()) {
                        row.next();
                        return row.getBoolean(1);
                    }
                });
    }

    private int restore(Function<DisabledRule, Event> told) {
        return change(
                owner,
                Set.of(),
                (connection, events) -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    """
                                    delete from disabled_rule where until <= clock_timestamp()
                                    returning tenant, namespace, policy, rule, disabled_by, reason, since, until
                                    """)) {
                        List<DisabledRule> restored = all(statement);
                        for (DisabledRule rule : restored) {
                            events.add(told.apply(rule));
                        }
                        return restored.size();
                    }
                });
    }

    /** Rules that are out of force now, of all tenants. */
    public List<DisabledRule> disabled() {
        return owner.within(
                Set.of(),
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    """
                                    select tenant, namespace, policy, rule, disabled_by, reason, since, until
                                    from disabled_rule where until > clock_timestamp()
                                    order by tenant, namespace, policy, rule limit 10000
                                    """)) {
                        return all(statement);
                    }
                });
    }

    /** One call that may pass. */
    public record Grant(
            String tenant,
            String id,
            String namespace,
            String agent,
            String hook,
            String tool,
            String grantedBy,
            String reason) {}

    /** Keeps the grant; gives when it ends. */
    public Instant grant(Grant grant, int seconds, Function<Instant, Event> told) {
        return change(
                app,
                Set.of(grant.tenant()),
                (connection, events) -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    """
                                    insert into break_glass
                                      (tenant, id, namespace, agent, hook, tool, granted_by, reason, expires)
                                    values (?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp() + make_interval(secs => ?))
                                    returning expires
                                    """)) {
                        statement.setString(1, grant.tenant());
                        statement.setString(2, grant.id());
                        statement.setString(3, grant.namespace());
                        statement.setString(4, grant.agent());
                        statement.setString(5, grant.hook());
                        statement.setString(6, grant.tool());
                        statement.setString(7, grant.grantedBy());
                        statement.setString(8, grant.reason());
                        statement.setInt(9, seconds);
                        try (ResultSet row = statement.executeQuery()) {
                            row.next();
                            Instant expires = row.getTimestamp(1).toInstant();
                            events.add(told.apply(expires));
                            return expires;
                        }
                    }
                });
    }

    /** Whether there is a grant that fits and is not used up. */
    public boolean grantedTo(EvaluateRequest request) {
        return app.within(
                Set.of(request.getTenant()),
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement("select exists (" + FITTING + ")")) {
                        fitting(statement, 1, request);
                        try (ResultSet row = statement.executeQuery()) {
                            row.next();
                            return row.getBoolean(1);
                        }
                    }
                });
    }

    /**
     * Uses up a grant that fits, if there is one, and keeps the decision that it made: of many who
     * try, one succeeds.
     *
     * @param entry the decision by the name of the grant
     */
    public Optional<String> use(
            EvaluateRequest request, String decision, Function<String, Entry> entry) {
        return change(
                app,
                Set.of(request.getTenant()),
                (connection, events) -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "update break_glass set used_by = ? where tenant = ? and id = ("
                                            + FITTING
                                            + " order by expires limit 1 for update skip locked)"
                                            + " returning id")) {
                        statement.setString(1, decision);
                        statement.setString(2, request.getTenant());
                        fitting(statement, 3, request);
                        try (ResultSet row = statement.executeQuery()) {
                            if (!row.next()) {
                                return Optional.empty();
                            }
                            String id = row.getString(1);
                            Entry kept = entry.apply(id);
                            DecisionStore.add(connection, List.of(kept));
                            events.addAll(kept.events());
                            return Optional.of(id);
                        }
                    }
                });
    }

    private static void fitting(PreparedStatement statement, int at, EvaluateRequest request)
            throws SQLException {
        statement.setString(at, request.getTenant());
        statement.setString(at + 1, request.getNamespace());
        statement.setString(at + 2, request.getAgent());
        statement.setString(at + 3, request.getHook());
        statement.setString(
                at + 4,
                request.getFactsOrDefault("tool.name", Value.getDefaultInstance())
                        .getStringValue());
    }

    /** A change with what is told of it. */
    @FunctionalInterface
    private interface Change<T> {
        T in(Connection connection, List<Event> told) throws SQLException;
    }

    private <T> T change(TenantSession session, Set<String> tenants, Change<T> change) {
        long[] position = new long[1];
        T result =
                session.write(
                        tenants,
                        COMMIT,
                        connection -> {
                            List<Event> told = new ArrayList<>();
                            T changed = change.in(connection, told);
                            position[0] = outbox.add(connection, told);
                            return changed;
                        });
        outbox.committed(position[0]);
        return result;
    }

    private static void name(PreparedStatement statement, ResourceKey policy, String rule)
            throws SQLException {
        statement.setString(1, policy.getTenant());
        statement.setString(2, policy.getNamespace());
        statement.setString(3, policy.getName());
        statement.setString(4, rule);
    }

    private static Optional<DisabledRule> one(PreparedStatement statement) throws SQLException {
        return all(statement).stream().findFirst();
    }

    private static List<DisabledRule> all(PreparedStatement statement) throws SQLException {
        List<DisabledRule> found = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                found.add(
                        DisabledRule.newBuilder()
                                .setPolicy(
                                        ResourceKeys.of(
                                                row.getString(1),
                                                "Policy",
                                                row.getString(2),
                                                row.getString(3)))
                                .setRule(row.getString(4))
                                .setDisabledBy(row.getString(5))
                                .setReason(row.getString(6))
                                .setSince(timestamp(row.getTimestamp(7).toInstant()))
                                .setUntil(timestamp(row.getTimestamp(8).toInstant()))
                                .build());
            }
        }
        return found;
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
