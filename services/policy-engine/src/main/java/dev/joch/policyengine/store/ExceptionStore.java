package dev.joch.policyengine.store;

import com.google.protobuf.Timestamp;

import dev.joch.events.Event;
import dev.joch.events.outbox.Outbox;
import dev.joch.policy.v1.DisabledRule;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;

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
        return owner.within(
                Set.of(),
                connection -> {
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
                        tell(connection, told.apply(disabled));
                        return disabled;
                    }
                });
    }

    /** Puts a rule back; empty when it was in force. */
    public Optional<DisabledRule> enable(
            ResourceKey policy, String rule, Function<DisabledRule, Event> told) {
        return owner.within(
                Set.of(),
                connection -> {
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
                            tell(connection, told.apply(restored.get()));
                        }
                        return restored;
                    }
                });
    }

    /** Puts back whatever has had its time. */
    public int restoreExpired(Function<DisabledRule, Event> told) {
        return owner.within(
                Set.of(),
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    """
                                    delete from disabled_rule where until <= clock_timestamp()
                                    returning tenant, namespace, policy, rule, disabled_by, reason, since, until
                                    """)) {
                        List<DisabledRule> restored = all(statement);
                        for (DisabledRule rule : restored) {
                            tell(connection, told.apply(rule));
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
        return app.within(
                Set.of(grant.tenant()),
                connection -> {
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
                            tell(connection, told.apply(expires));
                            return expires;
                        }
                    }
                });
    }

    /** Uses up a grant that fits, if there is one: of many who try, one succeeds. */
    public Optional<String> use(
            String tenant,
            String namespace,
            String agent,
            String hook,
            String tool,
            String decision,
            Function<String, Event> told) {
        return app.within(
                Set.of(tenant),
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    """
                                    update break_glass set used_by = ? where tenant = ? and id = (
                                      select id from break_glass
                                      where tenant = ? and namespace = ? and agent = ? and hook = ?
                                        and (tool = '' or tool = ?) and used_by = '' and expires > clock_timestamp()
                                      order by expires limit 1 for update skip locked)
                                    returning id
                                    """)) {
                        statement.setString(1, decision);
                        statement.setString(2, tenant);
                        statement.setString(3, tenant);
                        statement.setString(4, namespace);
                        statement.setString(5, agent);
                        statement.setString(6, hook);
                        statement.setString(7, tool);
                        try (ResultSet row = statement.executeQuery()) {
                            if (!row.next()) {
                                return Optional.empty();
                            }
                            String id = row.getString(1);
                            tell(connection, told.apply(id));
                            return Optional.of(id);
                        }
                    }
                });
    }

    private void tell(Connection connection, Event event) throws SQLException {
        outbox.add(connection, event);
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
