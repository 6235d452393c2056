package dev.joch.policyengine.store;

import dev.joch.policy.rule.PolicyDigest;
import dev.joch.policy.v1.Decision;
import dev.joch.policyengine.store.DecisionStore.Entry;
import dev.joch.policyengine.store.DecisionStore.Use;
import dev.joch.service.database.Columns;

import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often policies had a say, and what became of it. Counted for sets of policies, because each
 * decision counts for all policies of its agent; read for one policy.
 *
 * <p>Rows are changed in one order everywhere, so that two replicas never wait for one another.
 */
final class PolicyUseStore {

    /** Tells of the sets of a day that were not there; others may have made the same. */
    private static final String EVALUATED =
            """
            insert into policy_set_use as u (tenant, policy_set, day, evaluations, last)
            select * from unnest(?::text[], ?::text[], ?::date[], ?::bigint[], ?::timestamptz[])
            on conflict (tenant, policy_set, day) do update
            set evaluations = u.evaluations + excluded.evaluations,
                last = greatest(u.last, excluded.last)
            returning tenant, policy_set, xmax = 0
            """;

    private static final String MEMBERS =
            """
            insert into policy_set_member (tenant, namespace, policy, policy_set)
            select * from unnest(?::text[], ?::text[], ?::text[], ?::text[]) on conflict do nothing
            """;

    private static final String DECIDED =
            """
            insert into policy_use as u
              (tenant, namespace, policy, day, evaluations, denials, modifications, last)
            select n.tenant, n.namespace, n.policy, n.day, 0, n.denials, n.modifications, n.last
            from unnest(?::text[], ?::text[], ?::text[], ?::date[], ?::bigint[], ?::bigint[], ?::timestamptz[])
                   as n(tenant, namespace, policy, day, denials, modifications, last)
            on conflict (tenant, namespace, policy, day) do update
            set denials = u.denials + excluded.denials,
                modifications = u.modifications + excluded.modifications,
                last = greatest(u.last, excluded.last)
            """;

    /**
     * Whoever adds members has begun to use their set, but nobody sees that yet; whoever drops
     * members of sets that are not used waits for that. Others add beside one another.
     */
    private static final String LOCK =
            "select pg_advisory_xact_lock%s(hashtext('policy_set_member'))";

    private static final List<String> FORGET =
            List.of(
                    "delete from policy_use where tenant = ? and day < ?",
                    "delete from policy_set_use where tenant = ? and day < ?");

    private static final String FORGET_MEMBERS =
            """
            delete from policy_set_member m
            where m.tenant = ? and not exists (
              select from policy_set_use u where u.tenant = m.tenant and u.policy_set = m.policy_set)
            """;

    private static final String READ =
            """
            select coalesce(sum(evaluations), 0), coalesce(sum(denials), 0),
                   coalesce(sum(modifications), 0), coalesce(max(last), to_timestamp(0))
            from (
              select evaluations, denials, modifications, last from policy_use
              where tenant = ? and namespace = ? and policy = ? and day > ?
              union all
              select u.evaluations, 0, 0, u.last
              from policy_set_member m
                   join policy_set_use u on u.tenant = m.tenant and u.policy_set = m.policy_set
              where m.tenant = ? and m.namespace = ? and m.policy = ? and u.day > ?) as counted
            """;

    private PolicyUseStore() {}

    /** Policies that had a say together on one day. */
    private record SetDay(String tenant, List<String> policies, LocalDate day) {}

    private record PolicyDay(String tenant, String namespace, String policy, LocalDate day) {}

    /** What is added to a row. */
    private static final class Sum {
        private long evaluations;
        private long denials;
        private long modifications;
        private Instant last = Instant.EPOCH;

        void at(Instant moment) {
            last = moment.isAfter(last) ? moment : last;
        }
    }

    private record Row<K>(K key, Sum sum) {}

    private record SetRow(
            String tenant, String id, LocalDate day, List<String> policies, Sum sum) {}

    private record Member(String tenant, String namespace, String policy, String id) {}

    static void count(Connection connection, List<Entry> entries) throws SQLException {
        Map<SetDay, Sum> sets = new HashMap<>();
        Map<PolicyDay, Sum> deciding = new HashMap<>();
        for (Entry entry : entries) {
            LocalDate day = entry.at().atOffset(ZoneOffset.UTC).toLocalDate();
            if (!entry.policies().isEmpty()) {
                Sum sum =
                        sets.computeIfAbsent(
                                new SetDay(entry.tenant(), entry.policies(), day),
                                absent -> new Sum());
                sum.evaluations++;
                sum.at(entry.at());
            }
            decided(entry, day, deciding);
        }
        if (!sets.isEmpty()) {
            addSets(connection, rows(sets));
        }
        if (!deciding.isEmpty()) {
            addDeciding(connection, deciding);
        }
    }

    private static void decided(Entry entry, LocalDate day, Map<PolicyDay, Sum> deciding) {
        Decision decision = entry.decision().getResponse().getDecision();
        if (decision != Decision.DECISION_DENY && decision != Decision.DECISION_MODIFY) {
            return;
        }
        String end = "/" + entry.decision().getResponse().getPolicy();
        for (String policy : entry.policies()) {
            if (policy.endsWith(end)) {
                int slash = policy.indexOf('/');
                Sum sum =
                        deciding.computeIfAbsent(
                                new PolicyDay(
                                        entry.tenant(),
                                        policy.substring(0, slash),
                                        policy.substring(slash + 1),
                                        day),
                                absent -> new Sum());
                sum.denials += decision == Decision.DECISION_DENY ? 1 : 0;
                sum.modifications += decision == Decision.DECISION_MODIFY ? 1 : 0;
                sum.at(entry.at());
            }
        }
    }

    private static List<SetRow> rows(Map<SetDay, Sum> sets) {
        List<SetRow> rows = new ArrayList<>();
        sets.forEach((set, sum) ->
                rows.add(
                        new SetRow(
                                set.tenant(),
                                PolicyDigest.of(set.policies()),
                                set.day(),
                                set.policies(),
                                sum)));
        rows.sort(
                Comparator.comparing(SetRow::tenant)
                        .thenComparing(SetRow::id)
                        .thenComparing(SetRow::day));
        return rows;
    }

    private static void addSets(Connection connection, List<SetRow> rows) throws SQLException {
        Map<List<String>, SetRow> bySet = new HashMap<>();
        rows.forEach(row -> bySet.put(List.of(row.tenant(), row.id()), row));
        List<SetRow> fresh = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(EVALUATED)) {
            new Columns<>(statement, 1, rows)
                    .texts(SetRow::tenant)
                    .texts(SetRow::id)
                    .texts(row -> row.day().toString())
                    .longs(row -> row.sum().evaluations)
                    .instants(row -> row.sum().last);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (row.getBoolean(3)) {
                        fresh.add(bySet.get(List.of(row.getString(1), row.getString(2))));
                    }
                }
            }
        }
        if (!fresh.isEmpty()) {
            addMembers(connection, fresh);
        }
    }

    private static void addMembers(Connection connection, List<SetRow> sets) throws SQLException {
        List<Member> members = new ArrayList<>();
        for (SetRow set : sets) {
            for (String policy : set.policies()) {
                int slash = policy.indexOf('/');
                members.add(
                        new Member(
                                set.tenant(),
                                policy.substring(0, slash),
                                policy.substring(slash + 1),
                                set.id()));
            }
        }
        members.sort(
                Comparator.comparing(Member::tenant)
                        .thenComparing(Member::namespace)
                        .thenComparing(Member::policy)
                        .thenComparing(Member::id));
        lock(connection, "_shared");
        try (PreparedStatement statement = connection.prepareStatement(MEMBERS)) {
            new Columns<>(statement, 1, members)
                    .texts(Member::tenant)
                    .texts(Member::namespace)
                    .texts(Member::policy)
                    .texts(Member::id);
            statement.executeUpdate();
        }
    }

    private static void addDeciding(Connection connection, Map<PolicyDay, Sum> deciding)
            throws SQLException {
        Collection<Row<PolicyDay>> rows =
                deciding.entrySet().stream()
                        .map(entry -> new Row<>(entry.getKey(), entry.getValue()))
                        .sorted(
                                Comparator.comparing((Row<PolicyDay> row) -> row.key().tenant())
                                        .thenComparing(row -> row.key().namespace())
                                        .thenComparing(row -> row.key().policy())
                                        .thenComparing(row -> row.key().day()))
                        .toList();
        try (PreparedStatement statement = connection.prepareStatement(DECIDED)) {
            new Columns<>(statement, 1, rows)
                    .texts(row -> row.key().tenant())
                    .texts(row -> row.key().namespace())
                    .texts(row -> row.key().policy())
                    .texts(row -> row.key().day().toString())
                    .longs(row -> row.sum().denials)
                    .longs(row -> row.sum().modifications)
                    .instants(row -> row.sum().last);
            statement.executeUpdate();
        }
    }

    private static void lock(Connection connection, String how) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK.formatted(how))) {
            lock.execute();
        }
    }

    /** Sums of older days, and the members of sets of which none is left; gives how many rows. */
    static int forget(Connection connection, String tenant, LocalDate before) throws SQLException {
        int gone = 0;
        for (String sql : FORGET) {
            try (PreparedStatement delete = connection.prepareStatement(sql)) {
                delete.setString(1, tenant);
                delete.setDate(2, Date.valueOf(before));
                gone += delete.executeUpdate();
            }
        }
        lock(connection, "");
        try (PreparedStatement delete = connection.prepareStatement(FORGET_MEMBERS)) {
            delete.setString(1, tenant);
            return gone + delete.executeUpdate();
        }
    }

    static Use read(
            Connection connection, String tenant, String namespace, String policy, LocalDate since)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            for (int half = 0; half < 2; half++) {
                statement.setString(4 * half + 1, tenant);
                statement.setString(4 * half + 2, namespace);
                statement.setString(4 * half + 3, policy);
                statement.setDate(4 * half + 4, Date.valueOf(since));
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Use(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getTimestamp(4).toInstant());
            }
        }
    }
}
